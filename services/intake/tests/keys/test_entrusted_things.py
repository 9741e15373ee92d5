"""What a customer entrusts is receipted when it is taken and when it is given back, and is counted (RF-7, RD-7)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from services.intake.directory.models import Site
from services.intake.duty.site_rules import rules_of
from services.intake.duty.unfinished import SOURCES, unfinished
from shared.testing.people import ADMIN, DESK, SITE, today

PAPERS = {"site_id": str(SITE), "kind": "papers", "description": "房产证复印件一份"}
PAPERS |= {"giver_name": "李敏", "giver_phone": "13812345521", "for_whom": "租户张伟"}
TO_HER = {"receiver_name": "李敏", "receiver_proof": "身份证"}


@pytest.fixture
def taken(door, place):
    def take(**facts) -> dict:
        answer = door.post("/entrusted-things", json={**PAPERS, "unit_id": str(place.unit.id), **facts})
        assert answer.status_code == 201, answer.json
        return answer.json

    return take


def end(door, thing: dict, step: str, **facts):
    version = door.get(f"/entrusted-things/{thing['id']}").json["version"]
    return door.post(f"/entrusted-things/{thing['id']}/{step}", json={**TO_HER, **facts}, version=version)


def test_it_has_a_number_when_it_comes_and_another_when_it_goes(taken, door, on_record):
    thing = taken()
    assert thing["number"].startswith("ER-") and (thing["state"], thing["unit_code"]) == ("in_keeping", "3-2-1201")
    assert end(door, thing, "give-back", receiver_proof="").status_code == 422
    back = end(door, thing, "give-back")
    assert back.status_code == 200 and back.json["out_number"].startswith("EB-") and back.json["state"] == "given_back"
    again = end(door, thing, "pass-on")
    assert again.status_code == 409 and again.json["allowed"] == []
    assert [e.action for e in on_record()] == ["entrusted.taken", "entrusted.given_back"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"kind": "money"}, "amount"), ({"amount": "10.00"}, "amount"), ({"key_number": "K1"}, "key_number")],
)
def test_money_has_an_amount_and_only_keys_hang_in_the_cabinet(door, place, wrong, field):
    answer = door.post("/entrusted-things", json={**PAPERS, **wrong})
    assert answer.status_code == 422 and field in answer.json["errors"]


def test_money_is_kept_to_the_fen_and_the_givers_number_is_masked_for_who_need_not_ring(taken, client):
    thing = taken(kind="money", amount="1234.50", description="代缴燃气费")
    assert thing["amount"] == "1234.50" and thing["giver_phone"] == "13812345521"
    seen = client.as_(ADMIN).get(f"/entrusted-things/{thing['id']}")
    assert seen.json["giver_phone"] == "138****5521" and "13812345521" not in seen.text


def test_an_entrusted_key_hangs_in_the_cabinet_and_goes_when_its_receipt_does(taken, door, place):
    thing = taken(kind="keys", key_number="E-9", description="入户门钥匙一把")
    (item,) = door.get("/keys?number=E-9").json["items"]
    assert (item["id"], item["category"], item["unit_code"]) == (thing["item_id"], "entrusted", "3-2-1201")
    staff = {"borrower_kind": "staff", "borrower_name": "张工", "purpose": "抄表"}
    door.post(f"/keys/{item['id']}/lend", json=staff, version=item["version"])
    assert end(door, thing, "give-back").status_code == 409
    version = door.get(f"/keys/{item['id']}").json["version"]
    door.post(f"/keys/{item['id']}/return", json={}, version=version)
    assert end(door, thing, "give-back").status_code == 200
    assert door.get(f"/keys/{item['id']}").json["state"] == "given_out"


def test_the_handover_counts_what_the_registers_hold(taken, registered, door, place, take):
    taken()
    for number in ("A-1", "A-2"):
        lent = registered(number)
    registered("C-1", kind="vehicle_card", name="车卡")
    take(lent, "lend", borrower_kind="staff", borrower_name="张工", purpose="检修")
    door.post("/duty/begin", json={"site_id": str(SITE)})
    drawn = door.post("/handovers", json={"site_id": str(SITE)}).json
    counts = {line["code"]: line["expected"] for line in drawn["counts"]}
    assert counts == {"keys": 1, "cards": 1, "radios": 0, "forms": 0, "things": 1}
    take(lent, "return")
    taken()
    again = door.post(f"/handovers/{drawn['id']}/refresh", json={}).json
    counts = {line["code"]: line["expected"] for line in again["counts"]}
    assert (counts["keys"], counts["things"]) == (2, 2)


def test_the_handover_leads_to_what_is_held_too_long(taken, door, page, desk, store):
    thing = taken(keep_until="2020-01-01")
    door.post("/duty/begin", json={"site_id": str(SITE)})
    drawn = door.post("/handovers", json={"site_id": str(SITE)}).json
    assert [item["number"] for item in drawn["items"]] == [thing["number"]]
    assert f'href="/entrusted/{thing["id"]}"' in page(desk, f"/handovers/{drawn['id']}")[1]


def test_what_is_held_too_long_and_keys_not_back_are_unfinished(taken, registered, take, store):
    until = today() + timedelta(days=3)
    thing = taken(keep_until=until.isoformat())
    take(registered("A-1"), "lend", borrower_kind="staff", borrower_name="张工", purpose="检修")
    assert SOURCES
    with store.reading(DESK) as session:
        rules = rules_of(session.scalar(select(Site).where(Site.id == SITE)))
        later = datetime.now(UTC) + timedelta(days=6)
        found = {one.kind: one.number for one in unfinished(session, SITE, rules, later) if one.kind != "key_count"}
        now = {one.kind for one in unfinished(session, SITE, rules, datetime.now(UTC))}
    assert found == {"thing": thing["number"], "key_loan": "A-1"} and "thing" not in now
