"""Every classified ticket gets exactly one first order, whatever arrives first, twice or late (RW-1)."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from shared.contracts.intake import TicketAmended, TicketCancelled, TicketClosed, TicketMerged, TicketOpened
from shared.testing.people import SECOND_SITE


def end_of(facts, version=2, **more) -> dict:
    return {"ticket_id": facts["ticket_id"], "number": facts["number"], "version": version} | more


ENDS = [
    (TicketCancelled, {"reason": "客户自行解决", "declined": False}),
    (TicketCancelled, {"declined": True}),
    (TicketMerged, {"into_id": uuid4(), "into_number": "T-2026-000001"}),
    (TicketClosed, {"by": "waiver"}),
]


def test_an_opened_ticket_becomes_one_numbered_order(plumber, open_ticket, orders_of, announced, read):
    facts = open_ticket()
    (order,) = orders_of(facts["ticket_id"])
    assert (order.number, order.kind, order.trade, order.priority) == ("W-2026-000001", "first", "plumber", "normal")
    (_, told) = announced("dispatch.work_order.created")[0]
    assert (told["ticket_number"], told["ticket_kind"], told["trade"]) == (facts["number"], "repair_unit", "plumber")
    shown = read(order.id)
    assert shown["place"]["unit_code"] == "1-1-101"
    assert [step["action"] for step in shown["steps"]] == ["create", "assign"]


def test_hearing_twice_makes_one_order(plumber, ticket, hear, orders_of, announced):
    facts = ticket()
    event_id = hear(TicketOpened, about=facts["ticket_id"], **facts)
    hear(TicketOpened, about=facts["ticket_id"], event_id=event_id, **facts)
    hear(TicketOpened, about=facts["ticket_id"], **facts)
    assert len(orders_of(facts["ticket_id"])) == 1
    assert len(announced("dispatch.work_order.created")) == 1


def test_an_enquiry_goes_to_customer_service(site, employ, row, open_ticket, orders_of):
    site()
    employ(row("S1", "carla", trades=["customer_service"]))
    (order,) = orders_of(open_ticket(kind="enquiry", category=None, category_name=None, trade=None)["ticket_id"])
    assert (order.trade, order.technician["code"]) == ("customer_service", "S1")


def test_an_unclassified_ticket_waits_for_its_kind(plumber, open_ticket, hear, orders_of):
    facts = open_ticket(kind="unclassified", trade=None, category=None)
    assert orders_of(facts["ticket_id"]) == []
    amended = facts | {"version": 2, "kind": "repair_unit", "trade": "plumber"}
    hear(TicketAmended, about=facts["ticket_id"], **amended)
    hear(TicketAmended, about=facts["ticket_id"], **amended | {"version": 3})
    assert [order.state for order in orders_of(facts["ticket_id"])] == ["assigned"]


def test_an_amendment_that_overtakes_the_opening_stands(plumber, ticket, hear, orders_of):
    facts = ticket()
    hear(TicketAmended, about=facts["ticket_id"], **facts | {"version": 2, "priority": "urgent"})
    hear(TicketOpened, about=facts["ticket_id"], **facts)
    (order,) = orders_of(facts["ticket_id"])
    assert (order.priority, order.ticket_version) == ("urgent", 2)


def test_an_amendment_changes_a_live_order_but_not_a_finished_one(completed, opened, hear, orders_of, ticket, read):
    for make, expected in ((opened, "urgent"), (completed, "normal")):
        facts = ticket(number="T-2026-000099")
        order_id = make(**facts)
        hear(TicketAmended, about=facts["ticket_id"], **facts | {"version": 2, "priority": "urgent"})
        assert read(order_id)["priority"] == expected


def test_an_amendment_that_the_end_overtook_is_still_taken_in(opened, hear, ticket, read):
    """Found by replaying a week's events shuffled (F11): the order kept what the ticket no longer said."""
    facts = ticket()
    order_id = opened(**facts)
    hear(TicketCancelled, about=facts["ticket_id"], **end_of(facts, version=3, declined=False))
    hear(TicketAmended, about=facts["ticket_id"], **facts | {"version": 2, "priority": "urgent"})
    assert (read(order_id)["state"], read(order_id)["priority"]) == ("cancelled", "urgent")
    hear(TicketAmended, about=facts["ticket_id"], **facts | {"version": 4, "priority": "normal"})
    assert read(order_id)["priority"] == "urgent", "what was said after the end changes nothing"


@pytest.mark.parametrize(("contract", "more"), ENDS)
def test_an_end_cancels_work_that_is_not_done(opened, ticket, hear, read, announced, contract, more):
    facts = ticket()
    order_id = opened(**facts)
    hear(contract, about=facts["ticket_id"], **end_of(facts, **more))
    assert read(order_id)["state"] == "cancelled"
    ((_, told),) = announced("dispatch.work_order.cancelled")
    assert told["reason"]


@pytest.mark.parametrize(("contract", "more"), ENDS)
def test_an_end_heard_before_the_opening_leaves_no_live_order(
    plumber, ticket, hear, orders_of, announced, contract, more
):
    facts = ticket()
    hear(contract, about=facts["ticket_id"], **end_of(facts, version=5, **more))
    hear(TicketOpened, about=facts["ticket_id"], **facts)
    hear(TicketAmended, about=facts["ticket_id"], **facts | {"version": 3})
    assert [order.state for order in orders_of(facts["ticket_id"])] == ["cancelled"]
    assert announced("dispatch.work_order.assigned") == []


def test_an_end_and_an_opening_in_two_consumers_at_once_leave_no_live_order(plumber, ticket, hear, orders_of):
    for n in range(8):
        facts = ticket(number=f"T-2026-{n:06d}")

        def say(what, facts=facts):
            data = facts if what is TicketOpened else end_of(facts, version=5)
            hear(what, about=facts["ticket_id"], **data)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(say, [TicketOpened, TicketCancelled]))
        assert [order.state for order in orders_of(facts["ticket_id"])] == ["cancelled"]


def test_a_closed_ticket_closes_work_that_is_done(completed, ticket, hear, read):
    facts = ticket()
    order_id = completed(**facts)
    hear(TicketClosed, about=facts["ticket_id"], **end_of(facts, by="return_visit"))
    assert read(order_id)["state"] == "closed"


def test_orders_of_two_sites_are_numbered_apart(plumber, open_ticket, hear, ticket, orders_of, site):
    open_ticket()
    facts = ticket()
    hear(TicketOpened, about=facts["ticket_id"], site_id=SECOND_SITE, **facts)
    assert orders_of(facts["ticket_id"])[0].number == "W-2026-000001"
