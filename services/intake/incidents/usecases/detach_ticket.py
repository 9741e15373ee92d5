"""A ticket turns out to have a cause of its own: it is taken off and goes on from where its work stands (RD-17)."""

from sqlalchemy import select

from services.intake.incidents.announcing import remember
from services.intake.incidents.models import IncidentTicket
from services.intake.incidents.waiting import waits_for
from services.intake.tickets.models import Ticket
from services.intake.tickets.usecases import resume_ticket
from shared.errors import NotFound
from shared.ids import new_id


def detach_ticket(work, incident, *, ticket_id, reason: str):
    """It is not offered to this incident again. Raises NotFound when it does not hang on it."""
    incident.move("detach", work.principal, ticket_id=ticket_id, reason=reason)
    hangs = IncidentTicket.incident_id == incident.id, IncidentTicket.ticket_id == ticket_id
    row = work.session.scalar(select(IncidentTicket).where(*hangs, IncidentTicket.held))
    if row is None:
        raise NotFound("This ticket does not hang on this incident.")
    row.held, row.detached_at = False, work.now
    row.detached_by, row.detach_reason = work.principal.name, reason
    ticket = work.session.scalar(select(Ticket).where(Ticket.id == ticket_id).with_for_update())
    if row.paused and waits_for(incident, ticket):
        resume_ticket(work, ticket)
    remember(work, incident, "incident.left", [ticket], new_id(), reason)
    work.audit("incident.ticket_detached", about=incident, after={"ticket": ticket.number}, because=reason)
    work.session.flush()
    return incident
