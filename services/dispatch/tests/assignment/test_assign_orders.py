"""A new order goes at once to whoever fits best, with the reasons; with nobody eligible it goes up (RW-2, RW-5)."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import event as sql_event

from shared.contracts.intake import TicketAmended, TicketOpened
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR, SITE


def in_one_batch(service, store, tickets, now):
    """Deliver openings together, as the consumer does with what one socket read brought."""
    bodies = [
        Envelope.about_fact(
            TicketOpened,
            about=str(facts["ticket_id"]),
            data=TicketOpened.write(facts),
            operator_id=OPERATOR,
            site_id=SITE,
            time=now,
            because_of=None,
            traceparent=None,
        ).body
        for facts in tickets
    ]
    service.settlement(store).handle_all(bodies, now)


def test_the_plumber_on_shift_gets_the_order_with_reasons(plumber, open_ticket, orders_of, announced):
    (order,) = orders_of(open_ticket()["ticket_id"])
    assert (order.state, str(order.technician_id), order.technician["login"]) == ("assigned", plumber, "tech")
    created, assigned = announced()
    assert (created[0], created[1]["state"], created[1]["version"]) == ("dispatch.work_order.created", "created", 1)
    assert (assigned[0], assigned[1]["state"], assigned[1]["version"]) == (
        "dispatch.work_order.assigned",
        "assigned",
        2,
    )
    assert assigned[1]["automatic"] and "工种对口：水工 / Trade fits: plumber" in assigned[1]["reasons"]


def test_nobody_eligible_escalates_with_the_reason(site, employ, row, open_ticket, orders_of, announced):
    site()
    employ(row("S1", "anna", trades=["carpenter"]))
    (order,) = orders_of(open_ticket()["ticket_id"])
    assert order.state == "escalated"
    (escalated,) = announced("dispatch.order.escalated")
    assert escalated[1]["reason"] == "无合适人员：工种不符 1 人 / Nobody eligible: other trade 1" == order.reason


def test_an_escalated_order_is_offered_again_until_somebody_fits(
    site, employ, row, open_ticket, orders_of, announced, tick, now
):
    site(assign_again_minutes=5)
    ticket_id = open_ticket()["ticket_id"]
    tick(now + timedelta(minutes=6))
    assert orders_of(ticket_id)[0].state == "escalated"
    employ(row("S1", "anna"))
    tick(now + timedelta(minutes=12))
    assert orders_of(ticket_id)[0].state == "assigned"
    assert len(announced("dispatch.order.escalated")) == 1


def test_a_site_may_leave_assignment_to_the_desk(site, employ, row, open_ticket, orders_of):
    site(auto_assign=False)
    employ(row("S1", "anna"))
    assert orders_of(open_ticket()["ticket_id"])[0].state == "created"


def test_a_hundred_orders_at_once_spread_evenly_with_a_fixed_number_of_statements(
    service, store, site, employ, row, ticket, announced, orders_of, now
):
    site()
    employ(*(row(f"S{n}", f"login{n}") for n in range(1, 6)))
    tickets = [ticket(ticket_id=uuid4(), number=f"T-2026-{n:06d}") for n in range(100)]
    statements = []
    sql_event.listen(store.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    in_one_batch(service, store, tickets, now)
    spoken = Counter(said[:40] for said in statements)
    orders = [orders_of(facts["ticket_id"])[0] for facts in tickets]
    assert Counter(order.technician["code"] for order in orders) == {f"S{n}": 20 for n in range(1, 6)}
    assert sorted(order.number for order in orders) == [f"W-2026-{n:06d}" for n in range(1, 101)]
    assert spoken.total() < 40, spoken
    assert len(announced("dispatch.work_order.assigned")) == 100


def test_urgent_orders_of_a_batch_are_given_away_first(service, store, plumber, ticket, announced, now):
    tickets = [ticket(priority=priority) for priority in ("normal", "emergency", "urgent")]
    in_one_batch(service, store, tickets, now)
    given = [data["priority"] for _name, data in announced("dispatch.work_order.assigned")]
    assert given == ["emergency", "urgent", "normal"]


def test_an_amended_trade_finds_somebody_who_fits(plumber, employ, row, hear, open_ticket, orders_of):
    employ(row("S2", "ben", trades=["carpenter"]))
    facts = open_ticket()
    hear(TicketAmended, about=facts["ticket_id"], **facts | {"version": 2, "trade": "carpenter"})
    (order,) = orders_of(facts["ticket_id"])
    assert (order.state, order.technician["code"], order.trade) == ("assigned", "S2", "carpenter")
