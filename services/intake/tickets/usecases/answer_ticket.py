"""A complaint is answered: a first word within a day, a written reply within three (RV-4)."""

from services.intake.chronicle.usecases import record_step
from services.intake.tickets.announcing import take_step


def answer_ticket(work, ticket, *, answer: str, written: bool = False):
    """The first answer counts once; the written one is a first answer too if there was none before."""
    take_step(work, ticket, "answer", reason=answer)
    ticket.answered_at = ticket.answered_at or work.now
    if written:
        ticket.written_answer_at = ticket.written_answer_at or work.now
    work.session.flush()
    record_step(work, ticket, "ticket.written_answer" if written else "ticket.answered", note=answer)
    return ticket
