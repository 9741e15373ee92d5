"""What the desk looks up of tickets while somebody rings (RD-2): what is theirs, what is going on, calls kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from .models import Ticket, TicketCall
from .states import LIVE, Priority


def live_of_caller(session, site_id: UUID, phone: str | None, unit_id: UUID | None, *, most: int) -> list[Ticket]:
    """Of the number or the unit, the newest first; nothing without either."""
    theirs = [Ticket.caller_phone == phone] if phone else []
    theirs += [Ticket.unit_id == unit_id] if unit_id else []
    return newest_live(session, site_id, or_(*theirs), most=most) if theirs else []


def emergencies_since(session, site_id: UUID, since: datetime, *, most: int) -> list[Ticket]:
    """What is going on at the site now (RD-17), the newest first."""
    grave = (Ticket.priority == Priority.EMERGENCY) & (Ticket.opened_at > since)
    return newest_live(session, site_id, grave, most=most)


def newest_live(session, site_id: UUID, condition, *, most: int) -> list[Ticket]:
    chosen = select(Ticket).where(Ticket.site_id == site_id, Ticket.state.in_(LIVE), condition)
    return list(session.scalars(chosen.order_by(Ticket.opened_at.desc(), Ticket.id.desc()).limit(most)))


def ticket_of_entry(session, entry_id: UUID) -> Ticket | None:
    """The ticket a form has become, or to which its call was added: a form that is sent twice is one call."""
    call = session.get(TicketCall, entry_id)
    return session.get(Ticket, call.ticket_id if call else entry_id)


def last_agent_number(session, owner_id: str) -> str | None:
    """As this person said it last."""
    own = select(Ticket.agent_number).where(Ticket.owner_id == owner_id, Ticket.agent_number.is_not(None))
    return session.scalar(own.order_by(Ticket.opened_at.desc()).limit(1))


CALLS_PAGE = (TicketCall.at, TicketCall.id)


def calls(asked: dict):
    """The statement for a list of calls about tickets there were."""
    chosen = select(TicketCall)
    return chosen.where(TicketCall.ticket_id == asked["ticket_id"]) if asked.get("ticket_id") else chosen
