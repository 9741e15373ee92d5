"""Tickets against work orders: each request has its work, and both stand equally far (RW-1, RW-8)."""

from collections import defaultdict
from collections.abc import Iterator

from .facts import Difference, Facts

ENDED_EARLY = {"cancelled", "declined", "merged"}
OPEN_ORDERS = {"created", "assigned", "escalated", "returned", "waiting_parts", "waiting_access", "outsourced"}
AGREEING = {
    "dispatched": OPEN_ORDERS,
    "in_progress": {"accepted", "arrived", "waiting_parts", "waiting_access", "outsourced", "escalated"},
    "resolved": {"completed", "verified"},
    "closed": {"completed", "verified", "closed"},
}


def orders_by_ticket(facts: Facts) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for order in facts.orders:
        found[order["ticket_id"]].append(order)
    return found


def every_classified_ticket_has_one_first_order(facts: Facts) -> Iterator[Difference]:
    orders = orders_by_ticket(facts)
    for ticket in facts.tickets:
        if ticket["state"] in ENDED_EARLY:
            continue
        firsts = [order for order in orders[ticket["ticket_id"]] if not order.get("rework_of")]
        wanted = 0 if ticket.get("waits_for_classification") else 1
        if len(firsts) != wanted:
            yield Difference("work", ticket["number"], f"{len(firsts)} first orders, {wanted} expected")


def every_order_belongs_to_a_ticket(facts: Facts) -> Iterator[Difference]:
    known = {ticket["ticket_id"] for ticket in facts.tickets}
    for order in facts.orders:
        if order["ticket_id"] not in known:
            yield Difference(
                "work", order["number"], f"belongs to ticket {order['ticket_id']}, which intake does not know"
            )


def ticket_and_order_agree(facts: Facts) -> Iterator[Difference]:
    """The state of a ticket and of its latest order tell the same story."""
    orders = orders_by_ticket(facts)
    for ticket in facts.tickets:
        mine = orders[ticket["ticket_id"]]
        if not mine:
            continue
        latest = newest(mine)
        if ticket["state"] in ENDED_EARLY:
            agreeing = {"cancelled"} | {"completed", "verified", "closed"}
        else:
            agreeing = AGREEING.get(ticket["state"])
        if agreeing is not None and latest["state"] not in agreeing:
            yield Difference(
                "state", ticket["number"], f"is {ticket['state']}, its order {latest['number']} is {latest['state']}"
            )


def newest(orders: list[dict]) -> dict:
    """The last of a chain of reworks: the order no other order is a rework of."""
    redone = {order.get("rework_of") for order in orders}
    ends = [order for order in orders if order["work_order_id"] not in redone]
    return max(ends or orders, key=lambda order: order["work_order_id"])


def every_reopening_has_its_rework(facts: Facts) -> Iterator[Difference]:
    orders = orders_by_ticket(facts)
    for ticket in facts.tickets:
        reworks = sum(1 for order in orders[ticket["ticket_id"]] if order.get("rework_of"))
        if ticket["state"] not in ENDED_EARLY and reworks != ticket.get("reopened_times", 0):
            yield Difference(
                "rework", ticket["number"], f"reopened {ticket['reopened_times']} times, {reworks} rework orders"
            )
