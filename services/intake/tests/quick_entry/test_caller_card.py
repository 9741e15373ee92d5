"""The card that fills in while the number is typed (RD-2, RF-6, RD-18)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.intake.directory.models import Site
from services.intake.tests.quick_entry.conftest import NUMBER
from services.intake.tests.tickets.telling import visit_event
from shared.contracts import billing
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE


@pytest.fixture
def card(client, desk):
    return lambda **asked: client.as_(desk).post("/caller-card", json={"site_id": str(SITE), **asked}).json


def bill(contract, hear, ticket, number, now, amount="120.00", **more):
    facts = {"bill_id": number, "number": "B-1", "version": 1, "state": "issued", "amount": amount, "paid": "0.00"}
    hear(contract, about=number, **facts, unit_id=ticket["unit_id"], ticket_id=ticket["id"], at=now, **more)


def test_the_number_tells_who_it_is_with_numbers_masked(card, household, opened, place):
    ticket = opened()
    seen = card(phone=NUMBER)
    (file,) = seen["files"]
    assert file["unit_code"] == "3-2-1201" and seen["unit_id"] == str(place.unit.id)
    assert file["people"][0] | {"phones": 0} == {"name": "李敏", "role": "owner", "rings": True, "phones": 0}
    assert NUMBER not in str(seen) and "138****5521" in str(seen)
    assert [one["id"] for one in seen["tickets"]] == [ticket["id"]] and seen["alike"] == []
    assert [one["id"] for one in card(phone=NUMBER, description="水管漏水")["alike"]] == [ticket["id"]]
    assert seen["arrears"] is None and seen["visit"] is None


def test_who_lives_there_today_is_a_matter_of_the_sites_own_day(card, client, desk, place, store):
    """One of these two zones has another date than UTC, whenever this runs."""
    now = datetime.now(UTC)
    zone = next(z for z in ("Pacific/Kiritimati", "Etc/GMT+12") if now.astimezone(ZoneInfo(z)).date() != now.date())
    with store.work(Principal.system(OPERATOR)) as work:
        work.session.get(Site, SITE).timezone = zone
    today = now.astimezone(ZoneInfo(zone)).date().isoformat()
    people = [{"name": "李敏", "role": "owner", "phones": [NUMBER], "from": today, "to": today}]
    asked = {"unit_id": str(place.unit.id), "people": people}
    assert client.as_(desk).post("/households", json=asked).status_code == 201
    (file,) = card(where="3栋2单元1201")["files"]
    assert [person["name"] for person in file["people"]] == ["李敏"]


def test_half_a_number_tells_nothing_and_a_unit_tells_its_file(card, household):
    assert card(phone="1381234")["files"] == []
    assert card(where="3栋2单元1201")["files"][0]["unit_code"] == "3-2-1201"
    assert card(phone="13900001111")["files"] == []


def test_arrears_are_what_billing_told_and_nobody_knows_before(card, household, opened, hear, now):
    from uuid import uuid4

    ticket, first, second = opened(), uuid4(), uuid4()
    bill(billing.BillIssued, hear, ticket, first, now)
    bill(billing.BillIssued, hear, ticket, second, now, amount="30.00")
    assert card(phone=NUMBER)["arrears"] == {"bills": 2, "amount": "150.00"}
    bill(billing.BillPaid, hear, ticket, first, now)
    bill(billing.BillReversed, hear, ticket, second, now, reason="double")
    assert card(phone=NUMBER)["arrears"] == {"bills": 0, "amount": "0.00"}


def test_the_last_return_visit_is_on_the_card(card, household, opened, tell):
    tell(visit_event(opened(), "satisfied"))
    assert card(phone=NUMBER)["visit"]["facts"]["outcome"] == "satisfied"


def test_a_note_is_read_at_the_next_call_until_it_ends(card, household, client, desk, stranger):
    note = client.as_(desk).post("/caller-notes", json={"site_id": str(SITE), "phone": NUMBER, "text": "听力不好"})
    assert note.status_code == 201 and [one["text"] for one in card(phone=NUMBER)["notes"]] == ["听力不好"]
    path = f"/caller-notes/{note.json['id']}/end"
    assert client.as_(stranger).post(path, json={}).status_code == 404
    assert client.as_(desk).post(path, json={}).status_code == 200 and card(phone=NUMBER)["notes"] == []
    nobody = client.as_(desk).post("/caller-notes", json={"site_id": str(SITE), "text": "x"})
    assert nobody.status_code == 422 and list(nobody.json["errors"]) == ["phone"]


def test_opening_the_numbers_is_on_record(page, household, client, desk, supervisor, technician):
    path = f"/tickets/new/numbers/{household['id']}"
    status, text, _ = page(desk, path, "POST")
    assert status == 200 and "138 1234 5521" in text.replace("\u00a0", " ") or NUMBER in text
    readings = client.as_(supervisor).get(f"/households/{household['id']}/readings").json["items"]
    assert [(r["action"], r["unmasked"]) for r in readings if r["action"] == "read"] == [("read", True)]
    assert page(technician, path, "POST")[0] == 403


def test_the_part_beside_the_form_guides_in_both_languages(page, household, desk):
    typed = {"site_id": str(SITE), "phone": NUMBER, "kind": "complaint"}
    _, english, _ = page(desk, "/tickets/new/card", "POST", data=typed)
    _, chinese, _ = page(desk, "/tickets/new/card", "POST", lang="zh", data=typed)
    assert "A first answer comes within 24 hours" in english and "72 小时内书面答复" in chinese
    assert 'data-value="李敏"' in english and "not known" in english and "不详" in chinese


def test_hostile_words_stay_words(page, desk, place):
    text = page(desk, "/tickets/new?phone=<script>alert(1)</script>&where=%22%3E%3Cb%3E")[1]
    assert "<script>alert" not in text and '"><b>' not in text


def test_an_emergency_at_the_site_is_on_everybodys_card(card, opened):
    ticket = opened(kind="emergency", category=None, public_place="2号楼电梯困人", unit_id=None)
    assert [one["id"] for one in card(phone="13900001111")["emergencies"]] == [ticket["id"]]


def test_the_card_asks_the_database_little(page, desk, household, opened, statements):
    opened()
    statements.clear()
    assert page(desk, "/tickets/new/card", "POST", data={"phone": NUMBER, "description": "漏水"})[0] == 200
    assert 0 < len(statements) < 25, statements
