"""Each event a step may wait for, as its contract's own example tells it, ends the step once (RM-4).

The examples stand for the services that announce them: what billing and dispatch promise is enough, whoever sends it.
"""

import json
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from services.intake.procedures.events import HEARD
from services.intake.tests.procedures.conftest import Running
from shared import contracts
from shared.contracts import billing, dispatch
from tests.architecture.tree import ROOT

EVERYBODY = ["desk", "manager"]


@pytest.fixture
def waiting(client, admin, manager, begun, place):
    """`waiting(*names)` -> a renovation of one step that waits for these events, and nothing else ends it."""

    def wait(*names: str) -> Running:
        event = {"names": list(names), "reference": {"zh": "号", "en": "Number"}}
        step = {"code": "told", "name": {"zh": "等", "en": "Told"}, "who": EVERYBODY, "event": event}
        day = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
        edition = {"name": step["name"], "steps": [step], "valid_from": day}
        answer = client.as_(admin).put("/procedure-kinds/renovation", json=edition)
        assert answer.status_code == 201, answer.json
        return begun()

    return wait


@pytest.fixture
def example(client, desk, place):
    """`example(contract)` -> its published example, about a ticket of this site where it speaks of one."""

    def of(contract) -> dict:
        path = ROOT / "shared" / "contracts" / "examples" / f"{contract.routing_key}.json"
        data = contract.read(json.loads(path.read_text("utf-8")))
        asked = {
            "unit_id": str(place.unit.id),
            "site_id": str(place.site.id),
            "kind": "repair_unit",
            "description": "x",
        }
        ticket = client.as_(desk).post("/tickets", json=asked).json["id"]
        data.pop("site_id", None)
        data |= {"unit_id": place.unit.id} if "unit_id" in data else {}
        if data.get("ticket_id"):
            data["ticket_id"] = ticket
        for part in data.get("allocations") or ():
            part["ticket_id"] = ticket
        return data

    return of


@pytest.mark.parametrize("name", sorted(HEARD))
def test_the_contracts_own_example_ends_the_step_that_waits_for_its_number(name, waiting, example, hear):
    heard = HEARD[name]
    told = example(heard.contract)
    work = waiting(name)
    assert work.take("told")[0] == 409
    assert work.take("told", "expect", reference=str(told[heard.reference]))[1]["state"] == "expected"
    once = hear(heard.contract, about="x", **told)
    hear(heard.contract, about="x", event_id=once, **told)
    step = work.step("told")
    assert step["state"] == "done" and step["proof"]["told"]["event"] == name
    assert work.read()["state"] == "finished"
    assert [one["action"] for one in work.history()].count("event_told") == 1


@pytest.mark.parametrize("name", sorted(HEARD))
def test_a_number_nobody_waits_for_or_another_event_ends_nothing(name, waiting, example, hear):
    heard, (other, *_) = HEARD[name], sorted(HEARD.keys() - {name})
    told = example(heard.contract)
    work = waiting(other)
    work.take("told", "expect", reference=str(told[heard.reference]))
    hear(heard.contract, about="x", **told)
    assert work.states["told"] == "expected"


def test_an_inspection_that_failed_ends_nothing_and_the_next_that_passes_does(waiting, example, hear):
    verified = dispatch.WorkOrderVerified
    told = example(verified)
    work = waiting(verified.name)
    work.take("told", "expect", reference=told["number"])
    hear(verified, about="x", **{**told, "passed": False})
    assert work.states["told"] == "expected"
    hear(verified, about="x", **{**told, "passed": True, "version": told["version"] + 1})
    assert work.states["told"] == "done"


def test_every_event_that_may_be_named_is_promised_to_intake():
    assert {name for name, heard in HEARD.items() if "intake" not in heard.contract.readers} == set()
    assert all(contracts.find(heard.contract.routing_key) is heard.contract for heard in HEARD.values())


@pytest.fixture
def deposit(begun, place):
    """A renovation that waits for the deposit, by a bill's number."""
    work = begun().done("application", "desk_check", "equipment_review", "manager_review")
    assert work.take("deposit", "expect", reference="B-2026-000009")[0] == 200
    return work


def undone(hear, at, **facts):
    """The payment of the bill was undone."""
    part = {"bill_id": uuid4(), "bill_number": "B-2026-000009", "amount": "3000.00", "ticket_id": None}
    told = {"payment_id": uuid4(), "receipt_number": "R-2026-000031", "amount": "3000.00", "method": "cash"}
    told |= {"unit_id": None, "allocations": [part], "at": at, "reason": "支票退票"}
    hear(billing.PaymentReversed, about="x", **{**told, **facts})


def test_a_payment_that_is_undone_opens_the_step_again_and_paid_anew_it_is_done(deposit, paid, hear, now):
    paid("B-2026-000009", at=now)
    assert deposit.states["deposit"] == "done"
    undone(hear, now + timedelta(hours=1))
    step = deposit.step("deposit")
    assert (step["state"], step["proof"]) == ("pending", None)
    assert [one["reason"] for one in deposit.history() if one["action"] == "taken_back"] == ["支票退票"]
    assert deposit.take("deposit", "expect", reference="B-2026-000009")[1]["state"] == "expected"
    paid("B-2026-000009", at=now + timedelta(hours=2))
    assert deposit.states["deposit"] == "done"


def test_undone_and_paid_may_be_heard_in_either_order(deposit, paid, hear, now):
    undone(hear, now + timedelta(hours=1))
    paid("B-2026-000009", at=now)
    assert deposit.states["deposit"] == "expected"
    undone(hear, now - timedelta(hours=1), receipt_number="R-2026-000030")
    paid("B-2026-000009", at=now + timedelta(hours=2))
    assert deposit.states["deposit"] == "done"


def test_money_of_another_unit_pays_nothing_here(deposit, paid, place):
    paid("B-2026-000009", unit_id=place.neighbour.id)
    assert deposit.states["deposit"] == "expected"
    assert [one["action"] for one in deposit.history()].count("of_another_unit") == 1


def test_one_number_stands_for_one_procedure(deposit, begun, place):
    other = begun(unit_id=str(place.neighbour.id)).done(
        "application", "desk_check", "equipment_review", "manager_review"
    )
    status, body = other.take("deposit", "expect", reference="B-2026-000009")
    assert status == 409 and body["number"] == deposit.seen["number"]
    path = f"/procedures/{deposit.seen['id']}/abandon"
    ended = other.client.as_(other.who).post(path, json={"reason": "x"}, version=deposit.read()["version"])
    assert ended.status_code == 200
    assert other.take("deposit", "expect", reference="B-2026-000009")[0] == 200
