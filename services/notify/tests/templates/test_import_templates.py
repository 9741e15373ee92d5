"""Texts come in row by row, can only name known facts, and are looked up from the site outwards (RV-5)."""

import pytest

from services.notify.messages.models import Message
from services.notify.templates.kinds import KINDS
from services.notify.templates.models import Template
from services.notify.templates.queries import default_texts
from services.notify.templates.rules import BadText, check_text, fill
from shared.testing.people import SITE


def row(**changes):
    return {"kind": "ticket_opened", "channel": "in_app", "language": "zh", "body": "收到 {number}", **changes}


def take(client, who, *rows):
    return client.as_(who).post("/templates/imports", json={"templates": list(rows)})


def test_the_same_import_again_changes_nothing(client, admin, world, rows):
    first = take(client, admin, row(), row(language="en", body="Got {number}"))
    assert first.json["created"] == 2
    assert take(client, admin, row(), row(language="en", body="Got {number}")).json["unchanged"] == 2
    assert take(client, admin, row(body="改 {number}")).json["updated"] == 1
    assert len(rows(Template)) == 2


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"body": "{phone}"}, "body", "Allowed here: number, site"),
        ({"body": "{number.__class__}"}, "body", "plain name"),
        ({"body": "{number!r}"}, "body", "plain name"),
        ({"body": "{number:>9}"}, "body", "plain name"),
        ({"body": "{"}, "body", "twice"),
        ({"subject": "{secret}"}, "subject", "Unknown: secret"),
        ({"kind": "love_letter"}, "kind", "ticket_opened"),
        ({"channel": "pigeon"}, "channel", "sms"),
        ({"language": "Klingon!"}, "language", "zh"),
        ({"site": "ZZ"}, "site", "code or id"),
        ({"colour": "red"}, "colour", "no such field"),
    ],
)
def test_a_bad_row_is_named_and_the_good_one_kept(client, admin, world, rows, changes, field, said):
    answer = take(client, admin, row(**changes), row(language="en")).json
    assert (answer["created"], answer["refused"]) == (1, 1)
    bad = answer["rows"][0]
    assert bad["status"] == "refused" and said in " ".join(bad["errors"][field])


def test_a_site_speaks_for_itself_before_the_operator_does(client, admin, world, rows):
    take(client, admin, row(body="operator {number}"), row(site="CH", body="site {number}"))
    ticket = world.open()
    assert rows(Message)[0].body == f"site {ticket.number}"


def test_another_language_falls_back_to_chinese(client, admin, world, rows):
    take(client, admin, row(channel="*", body="默认 {number}"))
    ticket = world.open(caller={"language": "fr"})
    assert rows(Message)[0].body == f"默认 {ticket.number}"


def test_a_site_s_supervisor_writes_for_that_site_only(client, supervisor, world):
    answer = take(client, supervisor, row(), row(site="CH")).json
    assert [line["status"] for line in answer["rows"]] == ["refused", "created"]


def test_the_preview_says_what_would_be_said(client, supervisor, world):
    asked = {
        "kind": "payment_received",
        "language": "en",
        "body": "{amount} at {site}, {receipt}",
        "site_id": str(SITE),
    }
    said = client.as_(supervisor).post("/templates/preview", json=asked)
    assert said.json["body"] == "12.50 at Green Lake Gardens, R-2026-000003" and "receipt" in said.json["allowed"]
    bad = client.as_(supervisor).post("/templates/preview", json={**asked, "body": "{nothing}"})
    assert bad.status_code == 422 and "nothing" in bad.json["errors"]["body"][0]


def test_templates_are_the_operator_s_own(client, admin, stranger, world):
    take(client, admin, row())
    assert len(client.as_(admin).get("/templates").json["items"]) == 1
    assert client.as_(stranger).get("/templates").json["items"] == []


def test_every_kind_has_a_text_in_both_languages_that_it_can_fill():
    texts = default_texts()
    assert set(texts) == set(KINDS)
    for name, kind in KINDS.items():
        for language in ("zh", "en"):
            for text in texts[name][language].values():
                check_text(text, kind.allowed)


def test_a_value_is_never_read_as_a_placeholder():
    assert fill("{name}!", {"name": "{number}\r\nBcc: x\u2028y"}, "zh") == "{number} Bcc: x y!"
    with pytest.raises(BadText):
        check_text("{0}", ("number",))
