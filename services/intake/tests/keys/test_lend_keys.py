"""Keys are numbered, classed, lent against the register to a borrower who is known, and chased the same day (RF-4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from services.intake.keys.models import KeyLoan
from shared.testing.people import CASHIER, MANAGER, NEIGHBOUR, SITE, SUPERVISOR, TECHNICIAN

STAFF = {"borrower_kind": "staff", "borrower_name": "张工", "purpose": "检修配电箱"}


def test_a_key_has_one_number_and_a_class_and_an_unnumbered_one_gets_a_number(registered, door, place):
    first = registered("A-017", hook="1-3")
    assert (first["state"], first["category"], first["hook"]) == ("in_cabinet", "public", "1-3")
    again = {"site_id": str(SITE), "number": "A-017", "kind": "key", "category": "public", "name": "x"}
    refused = door.post("/keys", json=again)
    assert refused.status_code == 409 and refused.json["item_id"] == first["id"]
    del again["number"]
    assert door.post("/keys", json=again).json["number"].startswith("K-")
    assert [line["number"] for line in door.get("/keys?text=配电").json["items"]] == ["A-017"]


def test_a_key_is_lent_to_staff_until_closing_time_and_comes_back(cabinet, take, door, on_record):
    status, lent = take(cabinet.public, "lend", **STAFF)
    assert status == 200 and lent["state"] == "lent" and "return" in lent["allowed"]
    (loan,) = lent["loans"]
    due = datetime.fromisoformat(loan["due_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert (due.hour, due.minute) in ((18, 0), (17, 0)) and loan["number"].startswith("KL-")
    assert [one["id"] for one in door.get("/key-loans?out=true").json["items"]] == [loan["id"]]
    status, back = take(cabinet.public, "return", returned_by="王班长", note="齐全")
    assert status == 200 and back["state"] == "in_cabinet"
    assert (back["loans"][0]["returned_by"], back["loans"][0]["outcome"]) == ("王班长", "back")
    assert {"key.registered", "key.lent"} <= {entry.action for entry in on_record()}


def test_nobody_is_noted_as_having_said_yes_who_was_not_asked(cabinet, take, store):
    owner, _ = cabinet.people
    status, _ = take(cabinet.public, "lend", **STAFF, confirmed_by_id=owner["id"], confirmed_how="电话")
    with store.reading(None) as session:
        assert status == 200 and session.execute(select(KeyLoan.confirmed_by_id, KeyLoan.confirmed_how)).one() == (
            None,
            None,
        )


def test_a_resident_is_known_by_the_file_of_the_unit(cabinet, take):
    owner, tenant = cabinet.people
    lend = {"borrower_kind": "resident", "purpose": "忘带钥匙"}
    assert take(cabinet.public, "lend", **lend, person_id=owner["id"])[0] == 422
    assert take(cabinet.unit, "lend", **lend)[0] == 422
    status, lent = take(cabinet.unit, "lend", **lend, person_id=tenant["id"])
    assert status == 200 and lent["loans"][0]["borrower_name"] == "张伟"


def test_an_unknown_borrower_needs_the_owner_and_of_a_public_key_a_leader(cabinet, take, client):
    owner, tenant = cabinet.people
    agent = {"borrower_name": "中介小赵", "borrower_phone": "13900001111", "purpose": "带看"}
    status, refused = take(cabinet.unit, "lend", **agent)
    assert status == 422 and "confirmed_by_id" in refused["errors"]
    assert take(cabinet.unit, "lend", **agent, confirmed_by_id=tenant["id"])[0] == 422
    status, lent = take(cabinet.unit, "lend", **agent, confirmed_by_id=owner["id"], confirmed_how="电话确认")
    assert status == 200 and lent["loans"][0]["confirmed_by_name"] == "李敏"
    assert take(cabinet.public, "lend", **agent)[0] == 403
    assert take(cabinet.public, "lend", who=client.as_(SUPERVISOR), **agent)[0] == 200


def test_of_two_who_lend_one_key_at_once_one_has_it(cabinet, client, store):
    def lend(name: str) -> int:
        facts = {**STAFF, "borrower_name": name, "version": cabinet.public["version"]}
        return client.as_(MANAGER).post(f"/keys/{cabinet.public['id']}/lend", json=facts).status_code

    with ThreadPoolExecutor(6) as several:
        answers = sorted(several.map(lend, "甲乙丙丁戊己"))
    assert answers[0] == 200 and set(answers[1:]) <= {409, 412}
    with store.reading(None) as session:
        assert len(session.scalars(select(KeyLoan)).all()) == 1


def test_who_lends_what_is_lent_is_told_what_can_be_done(cabinet, take, door):
    lent = take(cabinet.public, "lend", **STAFF)[1]
    status, refused = take(cabinet.public, "lend", **STAFF)
    assert status == 409 and refused["allowed"] == lent["allowed"]
    stale = door.post(f"/keys/{cabinet.public['id']}/return", json={"version": 1})
    assert stale.status_code == 412
    assert door.post(f"/keys/{cabinet.public['id']}/return", json={}).status_code == 428


def test_what_is_not_back_is_chased_once_told_and_stands_in_the_handover(cabinet, take, door, tick, announced):
    take(cabinet.public, "lend", **STAFF)
    late = datetime.now(UTC) + timedelta(days=2)
    for hours in (0, 1, 2):
        tick(late + timedelta(hours=hours))
    ((_, told),) = announced("intake.keys.not_back")
    assert [(part["number"], part["borrower"]) for part in told["items"]] == [("A-017", "张工")]
    assert door.get("/key-loans").json["items"][0]["chased_at"]


def test_an_extended_loan_is_chased_again_at_its_new_time(cabinet, take, tick, announced):
    take(cabinet.public, "lend", **STAFF)
    soon = datetime.now(UTC)
    assert take(cabinet.public, "extend", due_at=(soon - timedelta(hours=1)).isoformat(), reason="x")[0] == 422
    tick(soon + timedelta(days=2))
    later = (soon + timedelta(days=5)).isoformat()
    assert take(cabinet.public, "extend", due_at=later, reason="工程未完")[0] == 200
    tick(soon + timedelta(days=3))
    assert len(announced("intake.keys.not_back")) == 1
    tick(soon + timedelta(days=6))
    assert len(announced("intake.keys.not_back")) == 2


def test_a_site_that_wants_no_message_gets_none(cabinet, take, tick, announced, site_rules, door):
    site_rules(chase_message=False, due_at="12:00")
    take(cabinet.public, "lend", **STAFF)
    tick(datetime.now(UTC) + timedelta(days=2))
    assert announced("intake.keys.not_back") == []
    loan = door.get("/key-loans").json["items"][0]
    assert loan["chased_at"] and loan["due_at"].endswith("04:00:00Z")


def test_lost_found_destroyed_and_given_out_each_say_why(cabinet, take, client):
    take(cabinet.public, "lend", **STAFF)
    assert take(cabinet.public, "report-lost")[0] == 422
    status, lost = take(cabinet.public, "report-lost", reason="掉进井里")
    assert status == 200 and (lost["state"], lost["loans"][0]["outcome"]) == ("lost", "lost")
    assert take(cabinet.public, "destroy", reason="旧锁已换")[0] == 403
    assert take(cabinet.public, "found", reason="捞上来了")[1]["state"] == "in_cabinet"
    status, gone = take(cabinet.public, "destroy", who=client.as_(MANAGER), reason="旧锁已换")
    assert status == 200 and (gone["state"], gone["reason"], gone["allowed"]) == ("destroyed", "旧锁已换", [])
    status, given = take(cabinet.unit, "give-out", receiver="李敏")
    assert status == 200 and (given["state"], given["receiver"]) == ("given_out", "李敏")
    assert take(cabinet.unit, "take-back", reason="再次委托")[1]["state"] == "in_cabinet"


@pytest.mark.parametrize("who", [CASHIER, TECHNICIAN])
def test_only_the_desk_keeps_the_cabinet(cabinet, client, who):
    assert client.as_(who).get("/keys").status_code == 403
    assert client.as_(NEIGHBOUR).get(f"/keys/{cabinet.public['id']}").status_code == 404
    assert client.as_(NEIGHBOUR).get("/keys").json["items"] == []
