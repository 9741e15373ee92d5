"""One message to everybody who called about it (RD-17); what was said stands on the card for the next caller."""

from sqlalchemy import select

from services.intake.incidents.announcing import announce, remember
from services.intake.incidents.models import IncidentTicket
from services.intake.incidents.queries import ids_of_incident
from services.intake.incidents.waiting import waits_for
from services.intake.tickets.models import Ticket
from shared.contracts.intake_incidents import IncidentUpdated


def tell_callers(work, incident, *, message: str, expected_at=None):
    """With a new moment by which it should be over, the tickets that wait for it wait until then."""
    incident.move("tell", work.principal, message=message)
    if expected_at is not None:
        incident.expected_at = expected_at
        wait_longer(work, incident)
    send_word(work, incident, message, ids_of_incident(work.session, incident.id))
    return incident


def send_word(work, incident, message: str, ticket_ids: list) -> None:
    incident.message, incident.told_at = message, work.now
    facts = {"message": message, "expected_at": incident.expected_at, "ticket_ids": ticket_ids}
    event = announce(work, IncidentUpdated, incident, **facts)
    told = work.session.execute(select(Ticket.id, Ticket.unit_id).where(Ticket.id.in_(ticket_ids))).all()
    remember(work, incident, "incident.told", told, event.id, message)


def wait_longer(work, incident) -> None:
    waiting = select(IncidentTicket.ticket_id).where(
        IncidentTicket.incident_id == incident.id, IncidentTicket.held, IncidentTicket.paused
    )
    tickets = select(Ticket).where(Ticket.id.in_(waiting)).order_by(Ticket.id).with_for_update()
    for ticket in work.session.scalars(tickets):
        if waits_for(incident, ticket):
            ticket.waiting_until = incident.expected_at
