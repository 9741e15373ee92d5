"""What intake makes of events: a line of the chronicle for each ticket spoken of, and how far each order has come."""

from collections.abc import Iterator

from shared.contracts import read_by

from .copies import both, copied
from .verdict import Finding, exactly_one


def subjects(data: dict) -> set:
    named = [data.get("ticket_id"), *(part.get("ticket_id") for part in data.get("allocations") or ())]
    tickets = {ticket for ticket in named if ticket}
    return tickets or ({data["unit_id"]} if data.get("unit_id") else set())


def told_in_the_chronicle(standing, event) -> Iterator[Finding]:
    lines = standing.find("intake", "chronicle_entries", "event_id", event.id)
    for subject in subjects(event.data):
        mine = sum(1 for line in lines if subject in (line.ticket_id, line.unit_id if line.ticket_id is None else None))
        yield from exactly_one(mine, "intake chronicle", str(event), f"line about {subject}")


FOLLOWED = both(
    told_in_the_chronicle, copied("intake", "ticket_orders", "work_order_id", "version", column="work_order_id")
)


def effect_of(name: str):
    return FOLLOWED if name.startswith("dispatch.work_order.") else told_in_the_chronicle


TABLE = {contract.name: effect_of(contract.name) for contract in read_by("intake")}
