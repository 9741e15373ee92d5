"""What dispatch makes of events: one first order a classified ticket, one rework a cause, its copies (RW-1, RW-8)."""

from collections.abc import Iterator

from .copies import both, copied
from .verdict import Finding, exactly_one

FAILED = ("dissatisfied", "still_broken")


def one_first_order(standing, event) -> Iterator[Finding]:
    data = event.data
    if data["kind"] != "unclassified":
        orders = [
            o for o in standing.find("dispatch", "work_orders", "ticket_id", data["ticket_id"]) if o.kind == "first"
        ]
        yield from exactly_one(len(orders), "first order", str(event), f"first order of {data['number']}")


def known(column: str):
    """The ticket's end or return is remembered, at least as new as told."""

    def look(standing, event) -> Iterator[Finding]:
        rows = standing.find("dispatch", "known_tickets", "id", event.data["ticket_id"])
        yield from exactly_one(len(rows), "known ticket", str(event), "row")
        if rows and getattr(rows[0], column) < event.data["version"]:
            yield Finding("lost", "known ticket", str(event), f"{column} is {getattr(rows[0], column)}")

    return look


def one_rework_a_cause(key: str):
    """Work under way on the ticket answers the cause as well, so none may do; two never."""

    def look(standing, event) -> Iterator[Finding]:
        reworks = standing.find("dispatch", "work_orders", "cause_id", event.data[key])
        if len(reworks) > 1:
            yield Finding("doubled", "rework", str(event), f"{len(reworks)} orders for one cause")

    return look


def noted(column: str):
    """The order it speaks of, if it speaks of one, has the fact beside it."""

    def look(standing, event) -> Iterator[Finding]:
        if event.data.get("work_order_id") is None:
            return
        orders = standing.find("dispatch", "work_orders", "id", event.data["work_order_id"])
        found = sum(1 for order in orders if getattr(order, column) is not None)
        yield from exactly_one(found, f"order {column}", str(event), f"order with {column}")

    return look


def price_list_as_new(standing, event) -> Iterator[Finding]:
    newest = max((row.source_version for row in standing.rows("dispatch", "price_lists")), default=0)
    if newest < event.data["version"]:
        yield Finding("lost", "price list", str(event), f"stands at {newest}")


REOPENED = both(known("reopened_version"), one_rework_a_cause("cause_id"))

TABLE = {
    "intake.ticket.opened": one_first_order,
    "intake.ticket.amended": one_first_order,
    "intake.ticket.closed": known("ended_version"),
    "intake.ticket.cancelled": known("ended_version"),
    "intake.ticket.merged": known("ended_version"),
    "intake.ticket.reopened": REOPENED,
    "intake.site.changed": copied("dispatch", "sites", "site_id", "source_version"),
    "intake.unit.changed": copied("dispatch", "units", "unit_id", "source_version"),
    "intake.household.changed": copied("dispatch", "households", "household_id", "source_version"),
    "billing.price_list.changed": price_list_as_new,
    "billing.bill.paid": noted("bill_paid_at"),
    "notify.return_visit.completed": one_rework_a_cause("return_visit_id"),
    "notify.return_visit.unreachable": noted("unreachable_at"),
}
