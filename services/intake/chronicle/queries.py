"""Reading the chronicle: newest last for a ticket, newest first for a unit."""

from sqlalchemy import select

from services.intake.directory.models import Site
from services.intake.tickets.models import TicketOrder

from .models import ChronicleEntry
from .rules import expected_next

LONGEST = 1000
LATELY = 200


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
