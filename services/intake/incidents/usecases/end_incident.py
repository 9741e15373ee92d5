"""It is over: everybody who called is answered, and their tickets are closed with it, all at once (RD-17).

What was repaired in a unit meanwhile keeps its return visit, and a public repair its inspection (RW-7, RV-1).
"""

from sqlalchemy import select

from services.intake.incidents.announcing import announce, remember
from services.intake.incidents.queries import ids_of_incident, of_incident
from services.intake.tickets.models import Ticket
from services.intake.tickets.states import TicketState
from services.intake.tickets.usecases import close_with_incident
from shared.contracts.intake_incidents import IncidentEnded


def end_incident(work, incident, *, outcome: str):
    incident.move("end", work.principal, outcome=outcome)
    incident.outcome, incident.ended_at = outcome, work.now
    told = ids_of_incident(work.session, incident.id)
    lock_tickets(work.session, told)
    hanging = [row for row in of_incident(work.session, incident.id) if row.held]
    closed = [row.ticket for row in hanging if not row.ticket.ended and row.ticket.state != TicketState.RESOLVED]
    for row in hanging:
        row.held = False
    for ticket in closed:
        close_with_incident(work, ticket, reason=f"{incident.number}: {outcome}"[:500])
    facts = {"outcome": outcome, "ticket_ids": told, "ended_by": work.principal.name}
    event = announce(work, IncidentEnded, incident, **facts)
    remember(work, incident, "incident.ended", [row.ticket for row in hanging], event.id, outcome)
    figures = {"tickets": len(told), "closed": len(closed)}
    work.audit("incident.ended", about=incident, after=figures, because=outcome)
    return incident


def lock_tickets(session, ticket_ids: list) -> None:
    """In the order of their ids, as everybody does who takes several: two never wait for each other."""
    wanted = select(Ticket).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id)
    session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()
