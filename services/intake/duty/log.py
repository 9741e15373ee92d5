"""The log as it is read: what was written into it, and every ticket and call as its own record tells it (RD-3).

What came in as a ticket is not written down twice: its record is never deleted, and what was amended stands in the
chronicle.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from services.intake.tickets.models import TicketCall
from services.intake.tickets.queries import asked_tickets
from shared.errors import BadInput

from .looking import shown
from .queries import entries

LONGEST = timedelta(days=7)


def log_of(session, site_id: UUID, since: datetime, until: datetime, principal) -> list[dict]:
    """Oldest last. Raises BadInput where more is asked for than can be read."""
    if not since < until <= since + LONGEST:
        raise BadInput("At most seven days, the beginning before the end.", errors={"until": ["At most seven days."]})
    span = {"site_id": site_id, "since": since, "until": until}
    found = [_entry(shown(entry, principal)) for entry in session.scalars(entries(span))]
    opened = {"site_id": site_id, "opened_from": since, "opened_before": until}
    found += [_ticket(ticket) for ticket in session.scalars(asked_tickets(opened, principal, until))]
    calls = select(TicketCall).where(TicketCall.site_id == site_id, TicketCall.at >= since, TicketCall.at < until)
    found += [_call(call) for call in session.scalars(calls)]
    return sorted(found, key=lambda line: (line["at"], line["number"] or ""), reverse=True)


def _entry(entry) -> dict:
    same = ("id", "number", "at", "text", "caller_name", "caller_phone", "unit_code", "by_name", "follow_up")
    points = {"corrects_id": entry.corrects_id, "settles_id": entry.settles_id, "ticket_id": None}
    return {"source": "entry", "kind": str(entry.kind), **{name: getattr(entry, name) for name in same}, **points}


def _ticket(ticket) -> dict:
    said = {"at": ticket.opened_at, "text": ticket.description, "by_name": ticket.agent_name, "id": ticket.id}
    return _line("ticket", str(ticket.channel), ticket.number, said, ticket.id, ticket.unit_code or ticket.public_place)


def _call(call) -> dict:
    said = {"at": call.at, "text": call.description, "by_name": call.agent_name, "id": call.id}
    return _line("call", "call", None, said, call.ticket_id, None)


def _line(source: str, kind: str, number: str | None, said: dict, ticket_id: UUID, place: str | None) -> dict:
    none = {"caller_name": None, "caller_phone": None, "follow_up": False, "corrects_id": None, "settles_id": None}
    return {
        "source": source,
        "kind": kind,
        "number": number,
        "unit_code": place,
        "ticket_id": ticket_id,
        **none,
        **said,
    }
