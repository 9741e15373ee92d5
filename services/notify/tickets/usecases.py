"""Everything notify does with tickets: keep their facts and their end, whatever arrives first."""

from uuid import UUID

from sqlalchemy import select

from services.notify.copies import keep_newest
from services.notify.return_visits.models import ReturnVisit
from shared.errors import NotFound

from .models import Ticket


def learn_tickets(work, events) -> None:
    keep_newest(work, Ticket, [_facts(event) for event in events])


def end_ticket(work, event, how: str) -> None:
    """`how` is cancelled, merged or closed. Only a newer version changes anything."""
    ticket = find_ticket(work.session, event.data["ticket_id"])
    if event.data["version"] > ticket.ended_version:
        ticket.ended, ticket.ended_at, ticket.ended_version = how, event.time, event.data["version"]


def reopen_ticket(work, event) -> None:
    """Where a return visit of ours was the cause, its work is what failed: intake may say so only much later, when the
    rework is done already."""
    ticket = find_ticket(work.session, event.data["ticket_id"])
    asked = work.session.get(ReturnVisit, event.data["cause_id"])
    failed_at = asked.completed_at if asked else event.time
    ticket.reopened_at = max(failed_at, ticket.reopened_at or failed_at)
    if event.data["version"] > ticket.ended_version:
        ticket.ended, ticket.ended_at, ticket.ended_version = None, None, event.data["version"]


def find_ticket(session, ticket_id: UUID) -> Ticket:
    return find_tickets(session, {ticket_id})[ticket_id]


def find_tickets(session, ticket_ids: set[UUID]) -> dict[UUID, Ticket]:
    """Raises NotFound, which may pass: the event that opened the ticket may still be on its way."""
    found = {t.id: t for t in session.scalars(select(Ticket).where(Ticket.id.in_(ticket_ids)))}
    missing = ticket_ids - found.keys()
    if missing:
        raise NotFound("Notify has not heard of this ticket yet.", tickets=sorted(map(str, missing)))
    return found


def _facts(event) -> dict:
    data, caller, place = event.data, event.data["caller"], event.data["place"]
    return {
        "id": data["ticket_id"],
        "site_id": event.site_id,
        "heard_version": data["version"],
        "number": data["number"],
        "kind": data["kind"],
        "category_name": data.get("category_name"),
        "follow_up": data.get("follow_up"),
        "priority": data["priority"],
        "unit_id": place.get("unit_id"),
        "place": place.get("text") or place.get("unit_code"),
        "person_id": caller.get("person_id"),
        "caller_name": caller.get("name"),
        "caller_phone": caller.get("phone"),
        "caller_email": caller.get("email"),
        "language": caller["language"],
    }
