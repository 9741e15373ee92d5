"""Reading the chronicle: newest last for a ticket, newest first for a unit."""

from decimal import Decimal
from types import SimpleNamespace

from sqlalchemy import select, text

from services.intake.directory.models import Site
from services.intake.tickets.models import TicketOrder

from .models import HEARD, ChronicleEntry
from .rules import expected_next

LONGEST = 1000
LATELY = 200
MONEY = ("bill.issued", "bill.paid", "bill.reversed")


def entries_of_ticket(session, ticket_id) -> list[ChronicleEntry]:
    """Oldest first; at one instant in the order they were written."""
    statement = select(ChronicleEntry).where(ChronicleEntry.ticket_id == ticket_id)
    return list(session.scalars(statement.order_by(ChronicleEntry.at, ChronicleEntry.id).limit(LONGEST)))


def entries_of_unit(unit_id):
    return select(ChronicleEntry).where(ChronicleEntry.unit_id == unit_id)


def told_of(session, unit_id, *kinds: str) -> list[ChronicleEntry]:
    """What was told about the unit of these kinds, the newest first."""
    chosen = entries_of_unit(unit_id).where(ChronicleEntry.kind.in_(kinds))
    return list(session.scalars(chosen.order_by(ChronicleEntry.at.desc(), ChronicleEntry.id.desc()).limit(LATELY)))


def unpaid_bills(session, unit_id) -> SimpleNamespace | None:
    """Bills told of and not told paid or taken back; None as long as billing has told of none: that is not known.

    A part that was paid is not taken off: only the end of a bill names it.
    """
    told = list(session.scalars(entries_of_unit(unit_id).where(ChronicleEntry.kind.in_(MONEY))))
    issued = {entry.facts["bill_id"]: entry for entry in told if entry.kind == "bill.issued"}
    ended = {entry.facts["bill_id"] for entry in told if entry.kind != "bill.issued"}
    if not issued:
        return None
    unpaid = [entry for bill_id, entry in issued.items() if bill_id not in ended]
    amount = sum((Decimal(entry.facts["amount"]) for entry in unpaid), Decimal())
    return SimpleNamespace(bills=len(unpaid), amount=amount)


def heard_by_number(session, site_id, kind: str, named: str, number: str, since) -> list[ChronicleEntry]:
    """What other services told of this kind with this number, from `since` on, the oldest first."""
    chosen = select(ChronicleEntry).where(ChronicleEntry.site_id == site_id, ChronicleEntry.at >= since)
    chosen = chosen.where(text(HEARD), ChronicleEntry.kind == kind, ChronicleEntry.facts[named].as_string() == number)
    return list(session.scalars(chosen.order_by(ChronicleEntry.at, ChronicleEntry.id)))


def still_expected(session, ticket) -> list[dict]:
    site = session.get(Site, ticket.site_id)
    return expected_next(ticket, done_at(session, ticket), site.settings if site else None)


def done_at(session, ticket):
    """When the latest order of the ticket was last heard of as done."""
    return session.scalar(
        select(TicketOrder.changed_at)
        .where(TicketOrder.ticket_id == ticket.id, TicketOrder.state.in_(("completed", "verified", "closed")))
        .order_by(TicketOrder.changed_at.desc())
        .limit(1)
    )
