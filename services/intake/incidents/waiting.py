"""A ticket that waits for an incident, and no longer for it once somebody put it off for another reason (RD-17)."""

from services.intake.tickets.models import Ticket
from services.intake.tickets.states import TicketState
from services.intake.tickets.usecases import wait_ticket

from .models import Incident


def wait_for(work, incident: Incident, ticket: Ticket) -> None:
    reason = f"{_mark(incident)}{incident.description}"[:500]
    wait_ticket(work, ticket, reason=reason, until=incident.expected_at)


def waits_for(incident: Incident, ticket: Ticket) -> bool:
    return ticket.state == TicketState.WAITING and (ticket.waiting_reason or "").startswith(_mark(incident))


def _mark(incident: Incident) -> str:
    return f"{incident.number}: "
