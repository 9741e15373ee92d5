"""From an event of any service to lines of the chronicle: whose they are, and what of them is worth keeping."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from services.intake.tickets.models import Ticket
from shared.errors import NotFound

from .usecases import entry, record_entries

# what a reader of the story wants to see of each event; ids lead into the other services' records
KEPT = (
    "work_order_id",
    "number",
    "kind",
    "technician",
    "reasons",
    "automatic",
    "reason",
    "next_at",
    "note",
    "amount",
    "agreed_by",
    "passed",
    "rework_of",
    "bill_id",
    "paid",
    "payment_id",
    "receipt_number",
    "method",
    "message_id",
    "channel",
    "to",
    "return_visit_id",
    "attempts",
    "outcome",
    "score",
    "trade",
)


def remember_events(work, events) -> None:
    """One statement for all lines. Raises NotFound while a ticket that is spoken of is not here."""
    wanted = {ticket for event in events for ticket in tickets_of(event.data)}
    units = units_of_tickets(work.session, wanted)
    missing = wanted - units.keys()
    if missing:
        raise NotFound(f"Ticket {min(missing)} is not here (yet).")
    record_entries(work, [row for event in events for row in lines(work, event, units)])


def tickets_of(data: dict) -> list[UUID]:
    """The tickets an event is about: its own, or those of the bills a payment went to."""
    named = [data.get("ticket_id"), *(part.get("ticket_id") for part in data.get("allocations") or ())]
    return list(dict.fromkeys(ticket for ticket in named if ticket))


def units_of_tickets(session, ticket_ids) -> dict[UUID, UUID | None]:
    found = select(Ticket.id, Ticket.unit_id).where(Ticket.id.in_(sorted(ticket_ids)))
    return {ticket_id: unit_id for ticket_id, unit_id in session.execute(found)} if ticket_ids else {}


def lines(work, event, units) -> list[dict]:
    """A line per ticket; without a ticket one for the unit; an event about neither leaves no line."""
    service, kind = event.name.split(".", 1)
    subjects = [(ticket, units[ticket]) for ticket in tickets_of(event.data)]
    if not subjects and event.data.get("unit_id"):
        subjects = [(None, event.data["unit_id"])]
    return [
        entry(
            work,
            event_id=event.id,
            site_id=event.site_id,
            ticket_id=ticket_id,
            unit_id=unit_id,
            service=service,
            kind=kind,
            at=event.data.get("at") or event.time,
            who=who_did(event.data),
            facts=kept_facts(event.data),
        )
        for ticket_id, unit_id in subjects
    ]


def who_did(data: dict) -> str | None:
    return data.get("by_name") or (data.get("technician") or {}).get("name")


def kept_facts(data: dict) -> dict:
    kept = {name: data[name] for name in KEPT if data.get(name) is not None}
    if "technician" in kept:
        kept["technician"] = kept["technician"]["name"]
    if data.get("lines"):
        kept["lines"] = [line_in_words(line) for line in data["lines"]]
    return {name: value if isinstance(value, bool | int | list) else str(value) for name, value in kept.items()}


def line_in_words(line: dict) -> str:
    """A line of the work in both languages, with no more places than it needs: "Hose × 2"."""
    quantity = f"{Decimal(line['quantity']).normalize():f}"
    return " / ".join(f"{line['name'][language]} × {quantity}" for language in ("zh", "en"))
