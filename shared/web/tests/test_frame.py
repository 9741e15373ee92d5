"""The frame around every page: languages, navigation, own files only (console.md §1, §3, §7)."""

import gzip
import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import g

from shared.web.pages import filters, navigation, words
from shared.web.pages.frame import STATIC
from shared.web.pages.navigation import Entry
from shared.web.tests import house

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
PAGES = Path(words.__file__).parent


def test_the_language_is_asked_for_and_then_kept(cookie):
    assert 'lang="zh-Hans"' in cookie.get("/things").text
    assert 'lang="en"' in cookie.get("/things?lang=en").text
    assert 'lang="en"' in cookie.get("/things").text
    assert 'lang="zh-Hans"' in cookie.get("/things?lang=zh").text
    assert 'lang="zh-Hans"' in cookie.get("/things?lang=xx").text


def test_the_browser_is_asked_when_nobody_chose(cookie):
    assert 'lang="en"' in cookie.get("/things", headers={"Accept-Language": "en-GB,en;q=0.9"}).text


def test_every_text_of_the_frame_is_in_the_catalogue():
    assert words.missing(PAGES) == []


def test_a_text_without_translation_is_found(tmp_path):
    (tmp_path / "tickets").mkdir()
    (tmp_path / "tickets" / "list.html").write_text('{{ _("Never translated") }} {{ _("Search") }}')
    (tmp_path / "pages.py").write_text('Entry("/x", "Nowhere", ("desk",))\n_("Also not")\n')
    assert words.missing(tmp_path) == ["Also not", "Never translated", "Nowhere"]


def test_navigation_offers_only_what_the_role_may_open(cookie):
    page = cookie.get("/things").text
    assert 'href="/things"' in page and 'href="/secret"' not in page
    assert 'data-go="t"' in page and 'aria-current="page"' in page


def test_the_start_is_the_first_place_of_the_person(cookie):
    assert cookie.get("/", headers={"Accept": "text/html"}).location == "/things"


def test_the_house_is_written_down_with_both_languages():
    service = house.service(navigation=(Entry("/things", "Desk", ("desk",), order=10),))
    assert '"path": "/fake/things"' in navigation.text([service]) and "前台" in navigation.text([service])


def test_a_page_fetches_nothing_from_elsewhere_and_little_from_us(cookie):
    page = cookie.get("/things").text
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(addresses) >= 6 and not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    answers = [cookie.get(address, headers={"Accept-Encoding": "gzip"}) for address in addresses]
    assert all("immutable" in answer.headers["Cache-Control"] for answer in answers)
    assert sum(len(answer.data) for answer in answers) + len(page) < 250_000
    assert gzip.decompress(answers[1].data) == (STATIC / "vendor" / "tabler-1.6.1.min.css").read_bytes()


@pytest.mark.parametrize("name", ["../frame.py", "vendor/../../frame.py", "nothing.css", "%00", "vendor"])
def test_only_our_own_files_are_served(client, name):
    assert client.get(f"/static/{name}").status_code == 404


def test_vendored_files_are_what_was_vendored():
    folder = STATIC / "vendor"
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert {path.name for path in folder.iterdir()} == set(sums) | {"SHA256SUMS"}
    for name, expected in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected
        assert b"sourceMappingURL" not in (folder / name).read_bytes()


@pytest.fixture
def in_english(app):
    with app.test_request_context("/?lang=en"):
        yield


def test_moments_and_money_are_said_for_people(in_english):
    assert ">22 Nov 12:00</time>" in filters.when(NOW)
    assert "overdue 2 h" in filters.due(NOW - timedelta(hours=2), NOW)
    assert "in 25 min" in filters.due(NOW + timedelta(minutes=25, seconds=5), NOW)
    assert (filters.money("-1234.5"), filters.state("in_progress")) == ("−¥1,234.50", "In progress")
    g.zone = "Europe/London"
    assert "04:00" in filters.when(NOW, "time")


def test_a_state_has_its_own_word(app):
    with app.test_request_context("/?lang=zh"):
        assert (filters.state("open"), words._("Open")) == ("待受理", "打开")


def test_free_text_stays_text(in_english):
    assert filters.lines("<b>\nx") == "&lt;b&gt;<br>x"


def test_what_one_person_did_in_one_minute_reads_as_one():
    entries = [
        {"at": NOW, "who": "李敏", "words": "a"},
        {"at": NOW + timedelta(seconds=30), "who": "李敏", "words": "b"},
    ]
    entries.append({"at": NOW + timedelta(seconds=40), "who": "王强", "words": "c"})
    assert [len(group["entries"]) for group in filters.folded(entries)] == [2, 1]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_pair_of_text_and_ground_passes_aa():
    theme = (STATIC / "theme.css").read_text()
    for block in re.findall(r"\[data-bs-theme=\"\w+\"\] \{([^}]+)\}", theme):
        colours = dict(re.findall(r"--([\w-]+): (#\w+)", block))
        colours = {name: c if len(c) == 7 else "#" + "".join(d * 2 for d in c[1:]) for name, c in colours.items()}
        pairs = [(name, f"{name}-soft") for name in ("good", "busy", "waiting", "bad", "calm")]
        pairs += [(text, ground) for text in ("ink", "ink-soft", "accent") for ground in ("ground", "sheet")]
        pairs += [(text, "sheet") for text in ("good", "busy", "waiting", "bad")] + [("waiting", "ground")]
        pairs += [("bad", "ground"), ("on-accent", "accent"), ("accent-strong", "accent-soft"), ("ink", "accent-soft")]
        for text, ground in pairs:
            light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
