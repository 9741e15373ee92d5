"""Tickets hang on an incident and wait for it; what somebody works on already, and every emergency,
goes on as it was (RD-17)."""

from services.intake.incidents.announcing import remember
from services.intake.incidents.models import IncidentTicket
from services.intake.incidents.queries import free_tickets, ids_of_incident
from services.intake.incidents.waiting import wait_for
from services.intake.tickets.models import Ticket
from services.intake.tickets.states import Priority, TicketState
from shared.errors import BadInput
from shared.ids import new_id

from .tell_callers import send_word

MOST = 500
PAUSED = (TicketState.OPEN, TicketState.DISPATCHED)


def attach_tickets(work, incident, *, tickets: list):
    """Who is attached late is told what the others were told last."""
    incident.move("attach", work.principal, tickets=tickets)
    fresh = hang(work, incident, tickets)
    if fresh and incident.message:
        send_word(work, incident, incident.message, fresh)
    work.session.flush()
    return incident


def hang(work, incident, tickets: list) -> list:
    """The ids of those that did not hang on it before.

    Raises BadInput naming what cannot: ended, of another site, on another incident, or answered by itself.
    """
    there = set(ids_of_incident(work.session, incident.id))
    wanted = {ticket_id for ticket_id in tickets if ticket_id not in there}
    if len(there) + len(wanted) > MOST:
        raise BadInput(f"An incident holds {MOST} tickets.", errors={"tickets": [f"At most {MOST} in all."]})
    chosen = free_tickets(incident.site_id).where(Ticket.id.in_(wanted)).order_by(Ticket.id).with_for_update()
    found = list(work.session.scalars(chosen)) if wanted else []
    if refused := wanted - {ticket.id for ticket in found}:
        said = "A living ticket of this site that hangs on no other incident; a complaint is answered by itself."
        raise BadInput("Not all of these can hang on it.", errors={"tickets": [said, *sorted(map(str, refused))]})
    for ticket in found:
        work.session.add(one_row(work, incident, ticket))
    remember(work, incident, "incident.joined", found, new_id(), incident.description)
    work.session.flush()
    return [ticket.id for ticket in found]


def one_row(work, incident, ticket) -> IncidentTicket:
    row = IncidentTicket(site_id=incident.site_id, incident_id=incident.id, ticket_id=ticket.id, held=True)
    row.attached_at, row.attached_by = work.now, work.principal.name
    row.paused = ticket.state in PAUSED and ticket.priority != Priority.EMERGENCY
    if row.paused:
        wait_for(work, incident, ticket)
    return row
