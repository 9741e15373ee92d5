"""One timeline per ticket and per unit, through four services, each event once (RF-3)."""

from uuid import uuid4

import pytest

from services.intake.chronicle.handlers import handlers
from services.intake.tests.tickets.telling import TOLD_AT, WAY, order_event, visit_event
from shared.contracts import billing, notify, read_by


@pytest.fixture
def read(client, desk):
    return lambda ticket: client.as_(desk).get(f"/tickets/{ticket['id']}/chronicle").json


def kinds(chronicle) -> list[str]:
    return [f"{one['service']}:{one['kind']}" for one in chronicle["items"]]


def bill(ticket, **more):
    facts = {"bill_id": uuid4(), "number": "B-2026-000001", "version": 1, "state": "issued", "amount": "85.00"}
    return {**facts, "paid": "0.00", "unit_id": None, "ticket_id": ticket["id"], "at": TOLD_AT, **more}


def test_every_promise_that_intake_reads_is_answered_here():
    assert {contract for contract, _ in handlers.answers} == set(read_by("intake"))


def test_the_whole_way_stands_in_one_line_after_the_other(opened, tell, read, hear):
    ticket = opened()
    for at, step in enumerate(WAY, start=1):
        tell(order_event(ticket, step, version=at, minutes=at))
    hear(billing.BillIssued, about=ticket["id"], **bill(ticket, at=TOLD_AT.replace(minute=30)))
    tell(visit_event(ticket, "satisfied"))
    assert set(kinds(read(ticket))) == {
        "intake:ticket.opened", "intake:ticket.closed", "billing:bill.issued", "notify:return_visit.completed",
        *(f"dispatch:work_order.{step}" for step in WAY),
    }  # fmt: skip
    items = read(ticket)["items"]
    assert [one["at"] for one in items] == sorted(one["at"] for one in items)
    (issued,) = [one for one in items if one["kind"] == "bill.issued"]
    assert issued["facts"]["amount"] == "85.00"


def test_an_event_told_twice_stands_there_once(opened, tell, read):
    ticket = opened()
    word = order_event(ticket, "assigned", version=1)
    first = tell(word)
    tell(word, event_id=first)
    assert kinds(read(ticket)).count("dispatch:work_order.assigned") == 1
    (assigned,) = [one for one in read(ticket)["items"] if one["kind"] == "work_order.assigned"]
    assert assigned["facts"]["reasons"] == ["on shift", "fewest orders"] and assigned["who"] == "罗志勇"


def test_a_payment_over_two_tickets_stands_in_both(opened, hear, read):
    one, other = opened(), opened()
    parts = [
        {"bill_id": uuid4(), "bill_number": f"B-{n}", "amount": "10.00", "ticket_id": ticket["id"]}
        for n, ticket in enumerate((one, other))
    ]
    facts = {"payment_id": uuid4(), "receipt_number": "R-2026-000001", "amount": "20.00", "method": "cash"}
    event_id = None
    for _ in range(2):
        more = {"allocations": parts, "at": TOLD_AT}
        event_id = hear(billing.PaymentReceived, about=facts["payment_id"], event_id=event_id, **facts, **more)
    for ticket in (one, other):
        assert kinds(read(ticket)).count("billing:payment.received") == 1


def test_a_bill_without_a_ticket_stands_in_the_chronicle_of_its_unit(hear, client, desk, place):
    facts = bill({"id": None}, unit_id=place.unit.id)
    hear(billing.BillIssued, about=facts["bill_id"], **facts)
    items = client.as_(desk).get(f"/units/{place.unit.id}/chronicle").json["items"]
    assert [one["kind"] for one in items] == ["bill.issued"]
    assert client.as_(desk).get(f"/units/{uuid4()}/chronicle").status_code == 404


def test_an_event_about_a_ticket_that_is_not_here_waits(hear, parked, place):
    facts = {"message_id": uuid4(), "kind": "opened", "channel": "sms", "ticket_id": uuid4(), "to": "138****5521"}
    hear(notify.MessageDelivered, about=facts["message_id"], **facts, at=TOLD_AT)
    ((state, _, error),) = parked()
    assert state == "waiting" and "NotFound" in error


def test_what_is_expected_stands_with_its_due_time(opened, tell, read):
    """RV-1: a leak is visited within 3 days of its completion."""
    ticket = opened()
    assert [step["kind"] for step in read(ticket)["expected"]] == ["answer", "completion"]
    for at, step in enumerate(WAY, start=1):
        tell(order_event(ticket, step, version=at, minutes=at))
    (visit,) = read(ticket)["expected"]
    assert visit["kind"] == "return_visit" and visit["due_at"] == "2026-03-07T03:05:00Z"
    tell(visit_event(ticket, "satisfied"))
    assert read(ticket)["expected"] == []


def test_strangers_read_nothing(opened, client, stranger):
    assert client.as_(stranger).get(f"/tickets/{opened()['id']}/chronicle").status_code == 404
