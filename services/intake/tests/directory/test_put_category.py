"""Categories are dated: a change is the next edition, and what a ticket was sorted by stays (RD-4)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from services.intake.directory.models import Category
from shared.testing.people import ADMIN, SITE

TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
LEAK = {"code": "unit.pipe.leak", "name_zh": "户内·水管·漏水", "name_en": "Home · water pipe · leak", "place": "unit"}
LEAK |= {"object": "pipe", "problem": "leak", "kind": "repair_unit", "trade": "plumber"}


@pytest.fixture
def put(client):
    return lambda who=ADMIN, code="unit.pipe.leak", **facts: client.as_(who).put(f"/categories/{code}", json=facts)


@pytest.fixture
def editions(client):
    def look(**asked):
        found = client.as_(ADMIN).get("/categories", query_string=asked).json["items"]
        return [(one["edition"], one["trade"], one["valid_from"], one["valid_to"]) for one in found]

    return look


def ask(client, desk, **facts):
    asked = {"site_id": str(SITE), "description": "水管漏水", "category": "unit.pipe.leak", **facts}
    return client.as_(desk).post("/tickets", json=asked)


def test_a_change_is_the_next_edition_and_a_ticket_keeps_what_held_when_it_was_opened(
    put, editions, place, client, desk, on_record
):
    ticket = ask(client, desk).json
    changed = put(trade="handyman", kind="complaint", name_en="Leaks")
    assert changed.status_code == 200 and changed.json["edition"] == 2, changed.json
    assert editions() == [
        (1, "plumber", None, YESTERDAY.isoformat()),
        (2, "handyman", TODAY.isoformat(), None),
    ]
    kept = client.as_(desk).post(f"/tickets/{ticket['id']}/amend", version=1, json={"category": "unit.pipe.leak"}).json
    assert kept["category_name"]["en"] == ticket["category_name"]["en"] and kept["kind"] == "repair_unit"
    later = ask(client, desk).json
    assert (later["kind"], later["category_name"]["en"]) == ("complaint", "Leaks")
    assert "category.changed" in [entry.action for entry in on_record()]


def test_an_edition_may_begin_later_and_is_not_chosen_before(put, editions, place, client, desk):
    assert put(kind="enquiry", valid_from=TOMORROW.isoformat()).json["edition"] == 2
    assert ask(client, desk).json["kind"] == "repair_unit"
    assert editions(valid_on=TODAY.isoformat()) == [(1, "plumber", None, TODAY.isoformat())]
    assert editions(valid_on=TOMORROW.isoformat()) == [(2, "plumber", TOMORROW.isoformat(), None)]


def test_what_ended_is_not_chosen_any_more_and_not_forgotten(put, editions, place, client, desk):
    put(valid_to=YESTERDAY.isoformat())
    refused = ask(client, desk)
    assert refused.status_code == 422 and list(refused.json["errors"]) == ["category"] and len(editions()) == 1


def test_names_are_corrected_in_place_and_days_that_do_not_fit_are_refused(put, editions, place):
    assert put(name_en="Leaking pipe").json["edition"] == 1
    put(trade="handyman", valid_from=TOMORROW.isoformat())
    backwards = put(trade="plumber", valid_from=TODAY.isoformat())
    assert backwards.status_code == 422 and list(backwards.json["errors"]) == ["valid_from"]
    assert put(valid_from=TOMORROW.isoformat(), valid_to=TODAY.isoformat()).status_code == 422
    assert len(editions()) == 2


def test_a_new_category_needs_all_its_facts_and_somebody_over_all_sites(put, place, desk, manager):
    missing = put(code="lift.stuck", name_zh="电梯困人")
    assert missing.status_code == 422 and "trade" in missing.json["errors"]
    facts = {**LEAK, "name_zh": "电梯困人", "name_en": "Lift stuck"} | {"place": "public", "object": "lift"}
    facts.pop("code")
    assert put(code="lift.stuck", **facts).json["edition"] == 1
    assert put(who=desk, trade="x").status_code == put(who=manager, trade="x").status_code == 403


def test_an_import_makes_editions_too_and_repeats_nothing(client, place, store, editions):
    def bring(**row):
        return client.as_(ADMIN).post("/directory/imports", json={"categories": [{**LEAK, **row}]}).json["rows"][0]

    assert bring()["status"] == "unchanged"
    assert bring(trade="handyman")["status"] == "updated" and bring(trade="handyman")["status"] == "unchanged"
    assert [edition for edition, *_ in editions()] == [1, 2]
    assert bring(trade="plumber", valid_from=TODAY.isoformat())["status"] == "updated", "its first day is not over"
    with store.reading(ADMIN) as session:
        first, second = session.scalars(select(Category).order_by(Category.edition))
        assert (first.valid_to, second.valid_from, second.trade) == (YESTERDAY, TODAY, "plumber")
        assert not first.in_force(TODAY) and first.in_force(date(2000, 1, 1))
