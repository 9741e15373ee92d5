"""Reading an emergency: its plan with what came of each call, and its minutes."""

from uuid import UUID

from sqlalchemy import exists, select, text

from services.intake.tickets.models import Ticket
from services.intake.tickets.states import IS_GOING_EMERGENCY
from shared.errors import NotFound

from .models import ABOUT_A_CALL, Emergency, EmergencyEntry


def unopened(session) -> list[tuple[UUID, UUID, UUID]]:
    """Operator, site and id of live emergencies that have no plan yet, however late they became one."""
    grave = select(Ticket.operator_id, Ticket.site_id, Ticket.id)
    grave = grave.where(text(IS_GOING_EMERGENCY), ~exists().where(Emergency.ticket_id == Ticket.id))
    return [tuple(row) for row in session.execute(grave.order_by(Ticket.opened_at).limit(100))]


def emergency_of(session, ticket: Ticket) -> Emergency:
    """Raises NotFound for a ticket that is none, and for one whose plan the clock opens within seconds."""
    found = session.scalar(select(Emergency).where(Emergency.ticket_id == ticket.id))
    if found is None:
        raise NotFound("There is no emergency plan of this ticket.")
    return found


def shown(session, ticket: Ticket) -> dict:
    """The plan with the last word about each call, and the timeline, oldest first."""
    emergency = emergency_of(session, ticket)
    chosen = select(EmergencyEntry).where(EmergencyEntry.emergency_id == emergency.id)
    entries = list(session.scalars(chosen.order_by(EmergencyEntry.at, EmergencyEntry.id)))
    last = {entry.call: entry for entry in entries if entry.happened in ABOUT_A_CALL}
    calls = [{**call, "call": place, "last": last.get(place)} for place, call in enumerate(emergency.calls, 1)]
    return {"ticket_id": ticket.id, "opened_at": emergency.opened_at, "calls": calls, "entries": entries}
