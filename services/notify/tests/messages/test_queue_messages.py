"""Customers are told at each step, once, whatever arrives twice or too early (RV-5)."""

from decimal import Decimal

import pytest

from services.notify.messages.models import Message
from shared.contracts import billing, dispatch, intake
from shared.ids import new_id


def bill_facts(now, **changes):
    facts = {
        "bill_id": new_id(),
        "number": "B-2026-000001",
        "version": 1,
        "state": "issued",
        "amount": Decimal("12.50"),
    }
    return {**facts, "paid": Decimal("0.00"), "at": now, **changes}


def person(**changes):
    return {
        "person_id": new_id(),
        "name": "王芳",
        "role": "owner",
        "phone": "+8613900001111",
        "language": "en",
        **changes,
    }


def household(hear, unit_id, *people, version=1, household_id=None):
    facts = {"household_id": household_id or new_id(), "version": version, "unit_id": unit_id, "people": list(people)}
    hear(intake.HouseholdContactsChanged, about=facts["household_id"], **facts)
    return facts


def test_a_caller_is_told_that_the_ticket_was_opened(world, rows, announced):
    ticket = world.open()
    (message,) = rows(Message)
    assert (message.kind, message.state, message.channel) == ("ticket_opened", "delivered", "in_app")
    assert ticket.number in message.body and "翠湖花园" in message.body and "漏水" in message.body
    ((name, told),) = announced()
    assert name == "notify.message.delivered"
    assert told["ticket_id"] == ticket.ticket_id and "5521" not in told["to"].replace("****5521", "")


def test_the_same_event_twice_tells_once(world, rows):
    first = new_id()
    ticket = world.open(event_id=first)
    world.open(event_id=first, ticket_id=ticket.ticket_id)
    assert len(rows(Message)) == 1


def test_an_event_about_an_unknown_ticket_waits_and_is_told_later(world, rows, parked, hear, now):
    ticket = world.ticket()
    order = world.order(ticket, state="assigned")
    hear(dispatch.WorkOrderAssigned, about=order["work_order_id"], **order, reasons=["trade fits"], automatic=True)
    assert [state for state, *_ in parked()] == ["waiting"]
    hear(intake.TicketOpened, about=ticket.ticket_id, **ticket.facts)
    hear.retry(now.replace(hour=5))
    assert {m.kind for m in rows(Message)} == {"ticket_opened", "order_assigned"}
    assert not [state for state, *_ in parked() if state == "waiting"]


def test_each_step_of_the_main_job_has_its_message(world, rows, hear, now):
    ticket = world.open()
    order = world.order(ticket, state="assigned")
    hear(dispatch.WorkOrderAssigned, about=order["work_order_id"], **order, reasons=[], automatic=True)
    world.complete(ticket, amount=Decimal("12.50"))
    hear(billing.BillIssued, about="bill", **bill_facts(now, ticket_id=ticket.ticket_id))
    allocation = {"bill_id": new_id(), "bill_number": "B-1", "amount": Decimal("12.50"), "ticket_id": ticket.ticket_id}
    paid = {"payment_id": new_id(), "receipt_number": "R-2026-000001", "amount": Decimal("12.50"), "method": "cash"}
    hear(billing.PaymentReceived, about="payment", **paid, allocations=[allocation], at=now, unit_id=None)
    world.end(intake.TicketClosed, ticket, by="return_visit")
    said = {m.kind: m.body for m in rows(Message)}
    steps = {"ticket_opened", "order_assigned", "order_completed", "bill_issued", "payment_received", "ticket_closed"}
    assert set(said) == steps
    assert "何建文" in said["order_assigned"] and "12.50" in said["bill_issued"]
    assert "R-2026-000001" in said["payment_received"]


def test_what_is_on_file_decides_the_language(world, rows, hear):
    unit = new_id()
    household(hear, unit, person(phone="+8613812345521"))
    world.open(unit_id=unit)
    (message,) = rows(Message)
    assert message.language == "en" and "Green Lake Gardens" in message.body and "Leak" in message.body


def test_who_opted_out_is_not_told(world, rows, hear, announced):
    household(hear, new_id(), person(phone="+8613812345521", opted_out=True))
    world.open()
    (message,) = rows(Message)
    assert message.state == "suppressed" and "asked not" in message.reason
    assert announced() == []


def test_without_any_number_the_household_of_the_unit_is_told(world, rows, hear):
    unit = new_id()
    facts = household(hear, unit, person(role="family", name="小王"), person(role="tenant"))
    world.open(unit_id=unit, caller={"name": None, "phone": None})
    (message,) = rows(Message)
    assert message.recipient == f"person:{facts['people'][1]['person_id']}"


def test_where_nobody_can_be_reached_the_message_says_so(world, rows):
    world.open(caller={"name": None, "phone": None})
    (message,) = rows(Message)
    assert message.state == "suppressed" and "number or address" in message.reason


def test_a_bill_without_a_ticket_goes_to_the_payer_of_the_unit(world, rows, hear, now):
    unit = new_id()
    facts = household(hear, unit, person(role="owner"), person(role="payer", name="会计", phone="+8613700002222"))
    hear(billing.BillIssued, about="bill", **bill_facts(now, unit_id=unit))
    (message,) = rows(Message)
    assert message.recipient == f"person:{facts['people'][1]['person_id']}"


@pytest.mark.parametrize("first", ["reopened", "reworked"])
def test_a_rework_is_told_to_the_supervisor_once_with_its_count_whoever_speaks_first(world, rows, hear, first):
    """Seen: with the rework order first, the supervisor read "rework no. " and no number."""
    ticket, cause = world.open(), new_id()
    order = world.order(ticket, kind="rework", state="created")
    facts = {"cause_id": cause, "reason": "仍在漏水"}
    tell = {
        "reopened": lambda: world.end(intake.TicketReopened, ticket, reopened_times=1, **facts),
        "reworked": lambda: hear(dispatch.WorkOrderReworked, about=order["work_order_id"], **order, **facts),
    }
    for event in sorted(tell, key=lambda event: event != first):
        tell[event]()
    (message,) = rows(Message, recipient="role:supervisor")
    assert message.kind == "ticket_reopened_supervisor" and "仍在漏水" in message.body
    assert message.words["times"] == 1
    assert (message.state, message.channel) == ("delivered", "in_app")


def test_an_escalation_is_told_to_the_supervisor(world, rows, hear):
    ticket = world.open()
    order = world.order(ticket, state="escalated", technician=None)
    hear(dispatch.OrderEscalated, about=order["work_order_id"], **order, reason="Nobody on shift")
    (message,) = rows(Message, recipient="role:supervisor")
    assert "Nobody on shift" in message.body


@pytest.mark.parametrize(("declined", "kinds"), [(True, {"ticket_declined"}), (False, set())])
def test_only_a_declined_ticket_is_explained(world, rows, declined, kinds):
    ticket = world.open()
    world.end(intake.TicketCancelled, ticket, declined=declined, reason="不属于物业范围")
    assert {m.kind for m in rows(Message)} - {"ticket_opened"} == kinds


def test_an_amended_ticket_is_told_under_its_new_facts(world, rows, hear):
    ticket = world.open()
    amended = {**ticket.facts, "version": 2, "caller": {**ticket.facts["caller"], "phone": "+8613911112222"}}
    hear(intake.TicketAmended, about=ticket.ticket_id, **amended)
    hear(intake.TicketAmended, about=ticket.ticket_id, **ticket.facts)  # an old one, late
    world.complete(ticket)
    assert rows(Message, kind="order_completed")[0].phone == "+8613911112222"
