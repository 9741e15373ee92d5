"""What a caller or a platform says is words: never markup, never a wildcard, never a second line, never a statement
(reliability.md 2.7 item 6)."""

import io
import json
import logging
import re

import pytest

from services.intake.tests.calls.conftest import record
from shared import logs
from shared.testing.people import SITE

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>{{7*7}}${7*7}&lt;b&gt;"
ALIVE = re.compile(r"<(script>alert|img src=x|svg/onload)", re.I)
HTML = {"Accept": "text/html"}


def pages_of(client, who, ticket_id: str) -> list[str]:
    """What the desk looks at: the list by every view, the search for the very words, the story, an error page."""
    addresses = [
        "/tickets?view=all",
        f"/tickets/{ticket_id}",
        "/tickets?state=<script>alert(1)</script>",
        "/tickets/<img src=x>",
    ]
    asked = [client.as_(who).page("GET", address, headers=HTML) for address in addresses]
    asked.append(client.as_(who).page("GET", "/tickets", query_string={"text": EVIL[:100]}, headers=HTML))
    return [answer.get_data(as_text=True) for answer in asked]


def test_markup_of_a_caller_is_shown_as_the_words_it_is(push, client, supervisor):
    said = {
        "Note": EVIL,
        "Caller": EVIL[:90],
        "Incident Address": EVIL,
        "房号": EVIL,
        "Descriptor": EVIL,
        "Mail": "a@<b>",
    }
    answer = push(record("evil", **said))
    assert answer.status_code == 201
    pages = pages_of(client, supervisor, answer.json["ticket_id"])
    assert [found for page in pages for found in ALIVE.findall(page)] == []
    assert "&lt;script&gt;alert(1)" in pages[1] and "{{7*7}}${7*7}" in pages[1]


def test_markup_that_came_alive_would_be_found():
    assert ALIVE.findall(f"<td>{EVIL}</td>") and not ALIVE.findall("&lt;script&gt;alert(1)")


@pytest.mark.parametrize(
    "wild", ["%", "_", "%%", "1%", "\\", "\\%", "_______", "'; DROP TABLE tickets;--", "[a-z]", "*"]
)
def test_a_wildcard_finds_only_itself(client, desk, place, wild):
    plain = {"site_id": str(SITE), "kind": "repair_unit", "unit_id": str(place.unit.id)}
    desk_at = client.as_(desk)
    made = [desk_at.post("/tickets", json={**plain, "description": said}) for said in ("Water", f"before {wild} after")]
    assert [answer.status_code for answer in made] == [201, 201]
    found = desk_at.get("/tickets", query_string={"text": wild}).json["items"]
    assert [ticket["id"] for ticket in found] == [made[1].json["id"]]
    assert desk_at.get("/units", query_string={"text": wild}).status_code == 200


@pytest.mark.parametrize("wild", ["3-2-12_1", "3-2-1%1"])
def test_a_wildcard_names_no_unit(client, desk, place, wild):
    assert client.as_(desk).get("/units", query_string={"text": wild}).json["items"] == []


@pytest.mark.parametrize(
    "name", ["sort", "order_by", "filter", "fields", "columns", "limit;--", "state'", "or 1=1", "$where"]
)
def test_no_name_of_a_filter_or_an_order_is_taken_that_nobody_declared(client, desk, place, name):
    answer = client.as_(desk).get("/tickets", query_string={name: "id; DROP TABLE tickets"})
    assert answer.status_code == 422 and name in answer.json["errors"]


def test_a_line_break_makes_no_second_line_in_a_log():
    stream, root = io.StringIO(), logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        logs.set_up("intake", stream=stream)
        forged = 'x\r\n{"level": "info", "event": "signed in"}\u2028\x1b[2J'
        logging.getLogger("shop").warning("said %s", forged, extra={"word": forged})
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["level"] == "warning" and "\x1b" not in line
