"""Material at the gate on the desk's decision, and parcels until they are signed for (RD-14, RD-16)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.intake.visitors.parcels import Parcel
from shared.testing.people import person

GUARD = person("guard", "guard")


@pytest.fixture
def step(client):
    def take(who, things, thing, name, **facts):
        return client.as_(who).post(f"/{things}/{thing['id']}/{name}", json=facts, version=thing["version"])

    return take


@pytest.fixture
def enquiry(client, place):
    said = {"unit_id": str(place.unit.id), "what": "木地板 40 箱", "plate": "粤B777", "gate": "南门"}
    return client.as_(GUARD).post("/gate-enquiries", json=said).json


@pytest.fixture
def parcel(client, place):
    said = {"unit_id": str(place.unit.id), "carrier": "SF", "tracking": "SF123", "shelf": "A3"}
    return client.as_(GUARD).post("/parcels", json=said).json


def test_material_comes_in_on_the_desks_decision_and_both_are_recorded(desk, enquiry, step, on_record):
    assert step(GUARD, "gate-enquiries", enquiry, "let-in").status_code == 409
    assert step(GUARD, "gate-enquiries", enquiry, "approve", basis="x").status_code == 403
    approved = step(desk, "gate-enquiries", enquiry, "approve", basis="装修许可 R-12").json
    entered = step(GUARD, "gate-enquiries", approved, "let-in").json
    assert (entered["state"], entered["decided_by_name"], entered["entered_by_name"]) == ("entered", "Desk", "Guard")
    assert [entry.action for entry in on_record()] == ["gate_enquiry.approved"]


def test_what_is_refused_stays_out_and_the_owner_is_told_why(desk, enquiry, step, announced, client, place):
    refused = step(desk, "gate-enquiries", enquiry, "refuse", reason="未办理装修审批").json
    assert refused["state"] == "kept_out" and step(GUARD, "gate-enquiries", refused, "let-in").status_code == 409
    ((_, told),) = announced("intake.gate_enquiry.refused")
    assert (told["reason"], told["what"]) == ("未办理装修审批", "木地板 40 箱")
    (line,) = client.as_(desk).get(f"/units/{place.unit.id}/chronicle").json["items"]
    assert line["kind"] == "gate_enquiry.refused"


def test_who_drives_off_again_leaves_no_open_question(enquiry, step):
    gone = step(GUARD, "gate-enquiries", enquiry, "withdraw", reason="司机离开").json
    assert (gone["state"], gone["allowed"]) == ("withdrawn", [])


def test_a_parcel_is_told_collected_and_signed(desk, parcel, step, announced, store):
    ((_, told),) = announced("intake.parcel.received")
    assert (told["carrier"], told["shelf"], told["reminder"]) == ("SF", "A3", 0)
    assert "pickup_code" not in parcel
    nobody = step(GUARD, "parcels", parcel, "collect", collected_by="陈静")
    assert nobody.status_code == 422 and "signed" in nobody.json["errors"]
    wrong = "0000" if told["pickup_code"] != "0000" else "0001"
    assert "code" in step(GUARD, "parcels", parcel, "collect", collected_by="陈静", code=wrong).json["errors"]
    done = step(GUARD, "parcels", parcel, "collect", collected_by="陈静", code=told["pickup_code"]).json
    assert (done["state"], done["signed_how"], done["handed_over_by_name"]) == ("collected", "pickup_code", "Guard")
    again = step(GUARD, "parcels", done, "collect", collected_by="别人", signed=True)
    assert again.status_code == 409


def test_what_nobody_collects_is_chased_as_often_as_the_site_says_and_then_no_more(
    client, desk, parcel, announced, tick
):
    moment = datetime.now(UTC)
    for _ in range(6):
        moment += timedelta(hours=49)
        tick(moment)
    assert [told["reminder"] for _, told in announced("intake.parcel.received")] == [0, 1, 2, 3]
    assert client.as_(desk).get(f"/parcels/{parcel['id']}").json["chased"] == 3


def test_a_collected_or_returned_parcel_is_chased_no_more(parcel, step, announced, tick):
    assert step(GUARD, "parcels", parcel, "return", reason="拒收").json["state"] == "returned"
    tick(datetime.now(UTC) + timedelta(hours=49))
    assert len(announced("intake.parcel.received")) == 1


def test_what_a_household_leaves_for_somebody_is_kept_without_telling_the_household(
    client, place, announced, store, step, tick
):
    said = {
        "unit_id": str(place.unit.id),
        "direction": "from_unit",
        "kind": "thing",
        "for_name": "快递员",
        "what": "文件袋",
    }
    left = client.as_(GUARD).post("/parcels", json=said).json
    assert left["direction"] == "from_unit" and left["allowed"] == ["collect", "return"]
    tick(datetime.now(UTC) + timedelta(hours=49))
    chased = step(GUARD, "parcels", left, "chase")
    assert chased.status_code == 409 and chased.json["allowed"] == ["collect", "return"]
    assert announced("intake.parcel.received") == []
    with store.reading(None) as session:
        assert session.query(Parcel).count() == 1
