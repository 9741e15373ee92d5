"""Each month everything in the cabinet is counted by itself, differences are explained, a leader signs (RF-4)."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.intake.keys.queries import left_open
from shared.testing.people import DESK, SITE, SUPERVISOR

STAFF = {"borrower_kind": "staff", "borrower_name": "张工", "purpose": "检修"}


@pytest.fixture
def counted(cabinet, registered, take, door):
    """A count of three things, one of them lent."""
    registered("C-001", kind="access_card", name="门禁卡")
    take(cabinet.public, "lend", **STAFF)
    answer = door.post("/key-counts", json={"site_id": str(SITE)})
    assert answer.status_code == 201, answer.json
    return answer.json


def count_all(door, count: dict, *, found=True, version=None, **more) -> object:
    lines = [{"item_id": line["item_id"], "found": found, **more} for line in count["lines"]]
    version = version or door.get(f"/key-counts/{count['id']}").json["version"]
    return door.post(f"/key-counts/{count['id']}/count", json={"lines": lines}, version=version)


def sign(door, count: dict):
    version = door.get(f"/key-counts/{count['id']}").json["version"]
    return door.post(f"/key-counts/{count['id']}/sign", json={}, version=version)


def test_the_list_has_what_hangs_there_and_what_is_lent_and_a_month_is_drawn_once(counted, door):
    said = [(line["number"], line["state"], line["borrower_name"]) for line in counted["lines"]]
    assert said == [("C-001", "in_cabinet", None), ("A-017", "lent", "张工"), ("B-1201", "in_cabinet", None)]
    again = door.post("/key-counts", json={"site_id": str(SITE)})
    assert again.status_code == 409 and again.json["count_id"] == counted["id"]


def test_it_cannot_be_signed_while_something_is_uncounted_or_unexplained(counted, door, client, on_record):
    leader = client.as_(SUPERVISOR)
    refused = sign(leader, counted)
    assert refused.status_code == 409 and refused.json["uncounted"] == ["C-001", "A-017", "B-1201"]
    assert count_all(door, counted, found=False).status_code == 200
    refused = sign(leader, counted)
    assert refused.status_code == 409 and len(refused.json["unexplained"]) == 3
    assert count_all(door, counted, found=False, explanation="钥匙箱送修").status_code == 200
    assert sign(door, counted).status_code == 403
    signed = sign(leader, counted)
    assert signed.status_code == 200 and signed.json["state"] == "signed" and signed.json["signed_by_name"] == "Super"
    (entry,) = [entry for entry in on_record() if entry.action == "key_count.signed"]
    assert json.loads(entry.after)["missing"] == ["C-001", "A-017", "B-1201"]


def test_a_withdrawn_count_makes_room_for_another(counted, door):
    version = door.get(f"/key-counts/{counted['id']}").json["version"]
    gone = door.post(f"/key-counts/{counted['id']}/withdraw", json={"reason": "漏了一箱"}, version=version)
    assert gone.status_code == 200 and gone.json["state"] == "withdrawn"
    assert door.post("/key-counts", json={"site_id": str(SITE)}).status_code == 201


def test_what_is_not_on_the_list_is_named(counted, door):
    stray = {"lines": [{"item_id": str(SITE), "found": True}]}
    answer = door.post(f"/key-counts/{counted['id']}/count", json=stray, version=counted["version"])
    assert answer.status_code == 422 and str(SITE) in answer.json["errors"]["lines"][0]


def test_a_month_that_is_not_counted_in_time_stands_before_the_shift(counted, store, site_rules, client, door):
    fourth, sixth = (datetime(2027, 1, day, 12, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC) for day in (4, 6))

    def said(at):
        with store.reading(DESK) as session:
            return [row["number"] for row in left_open(session, SITE, at) if row["kind"] == "key_count"]

    assert said(fourth) == [] and said(sixth) == ["2027-01"]
    site_rules(count_by_day=28)
    assert said(sixth) == []
