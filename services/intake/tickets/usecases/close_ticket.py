"""A ticket is closed by a return visit, an inspection or a recorded waiver, by nothing else (RW-7, RV-1)."""

from services.intake.tickets.announcing import take_step, tell_end
from services.intake.tickets.states import TicketState
from shared.contracts.intake import TicketClosed

from .cancel_ticket import end


def close_ticket(work, ticket, *, by: str, reason: str | None = None):
    """`by` is return_visit or inspection; the house itself closes, on what the other services told."""
    take_step(work, ticket, "close", as_system=True, reason=reason, by=by)
    return closed(work, ticket, by, reason)


def waive_ticket(work, ticket, *, reason: str):
    """A leader closes without a visit, and says why."""
    take_step(work, ticket, "waive", reason=reason)
    return closed(work, ticket, "waiver", reason)


def close_with_incident(work, ticket, *, reason: str):
    """The waiver of all tickets of one cause at once: what still waits or was only given out needs no visit (RD-17)."""
    if ticket.state in (TicketState.DISPATCHED, TicketState.IN_PROGRESS):
        take_step(work, ticket, "wait", reason=reason)
    take_step(work, ticket, "waive", reason=reason)
    return closed(work, ticket, "incident", reason)


def closed(work, ticket, by: str, reason: str | None):
    end(work, ticket, by, reason)
    tell_end(work, ticket, TicketClosed, "ticket.closed", reason=reason, by=by, remember={"by": by})
    return ticket
