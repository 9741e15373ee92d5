"""A request ends without work: withdrawn by the customer, or not ours and explained (RD-6)."""

from services.intake.tickets.announcing import take_step, tell_end
from shared.contracts.intake import TicketCancelled

from .report_decline import report_decline


def cancel_ticket(work, ticket, *, reason: str):
    take_step(work, ticket, "cancel", reason=reason)
    end(work, ticket, "cancelled", reason)
    tell_end(work, ticket, TicketCancelled, "ticket.cancelled", reason=reason, declined=False)
    return ticket


def decline_ticket(work, ticket, *, explanation: str):
    """What the customer was told is recorded and reported upward; without it nothing is declined (RD-6)."""
    take_step(work, ticket, "decline", reason=explanation, explanation=explanation)
    end(work, ticket, "declined", explanation)
    tell_end(work, ticket, TicketCancelled, "ticket.declined", reason=explanation, declined=True)
    report_decline(work, ticket, explanation)
    return ticket


def end(work, ticket, by: str, reason: str | None) -> None:
    ticket.ended_by, ticket.end_reason, ticket.ended_at = by, reason, work.now
    ticket.waiting_reason = ticket.waiting_until = None
