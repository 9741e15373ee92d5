"""Who first takes a case owns it until it ends or is expressly handed over (RD-5)."""

from services.intake.chronicle.usecases import record_step
from services.intake.tickets.announcing import take_step
from shared.errors import Conflict

from .facts import see_handler


def take_ticket(work, ticket):
    """Raises Conflict when somebody took it before."""
    if ticket.owner_id is not None:
        raise Conflict(
            f"{ticket.owner_name} was asked first and stays the owner (RD-5).",
            state=str(ticket.state),
            allowed=list(ticket.allowed(work.principal)),
        )
    see_handler(ticket, work.principal.login)
    take_step(work, ticket, "take")
    ticket.owner_id, ticket.owner_name = work.principal.subject, work.principal.name
    work.session.flush()
    record_step(work, ticket, "ticket.taken")
    return ticket
