"""What cannot go on is not left lying: it waits with a reason and a next date, and goes on from where it was (RW-5)."""

from services.intake.chronicle.usecases import record_step
from services.intake.tickets.announcing import take_step

from .follow_order import catch_up


def wait_ticket(work, ticket, *, reason: str, until):
    take_step(work, ticket, "wait", reason=reason)
    ticket.waiting_reason, ticket.waiting_until = reason, until
    work.session.flush()
    record_step(work, ticket, "ticket.waiting", reason=reason, until=until.isoformat())
    return ticket


def resume_ticket(work, ticket):
    """Back to where its work order stands by now."""
    take_step(work, ticket, "resume")
    ticket.waiting_reason = ticket.waiting_until = None
    work.session.flush()
    record_step(work, ticket, "ticket.resumed")
    catch_up(work, ticket, unless_waiting=True)
    return ticket
