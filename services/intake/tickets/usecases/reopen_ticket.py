"""What was thought done is not: the ticket is open again, counted, and redone at once (RW-8)."""

from services.intake.tickets.announcing import take_step, tell_end
from shared.contracts.intake import TicketReopened
from shared.ids import new_id


def reopen_ticket(work, ticket, *, reason: str, cause_id=None, as_system: bool = False):
    """One cause reopens once, whoever tells of it first: the return visit, the inspection or the rework order."""
    cause_id = cause_id or new_id()
    if str(cause_id) in ticket.reopen_causes:
        return ticket
    take_step(work, ticket, "reopen", as_system=as_system, reason=reason, cause_id=cause_id)
    ticket.reopened_times += 1
    ticket.reopen_causes = [*ticket.reopen_causes, str(cause_id)]
    ticket.ended_by = ticket.end_reason = ticket.ended_at = None
    tell_end(
        work,
        ticket,
        TicketReopened,
        "ticket.reopened",
        reason=reason,
        cause_id=cause_id,
        reopened_times=ticket.reopened_times,
        remember={"times": ticket.reopened_times},
    )
    return ticket
