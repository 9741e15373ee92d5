"""Doors of incidents for programs."""

from services.intake.tickets.lifecycle import DESK, LEADERS, READERS
from shared.web.current import principal, reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import schemas, usecases
from .queries import PAGE, incident_by_id, view_of
from .queries import incidents as asked_incidents

incidents = Room("incidents", __name__, description="Mass outages: many tickets, one cause, one close (RD-17)")


def act(incident_id, usecase, **facts):
    """One step with one incident: find it, see that nobody was faster, take the step."""
    with work() as w:
        incident = incident_by_id(w.session, incident_id, locked=True)
        check_version(incident)
        return view_of(w.session, usecase(w, incident, **facts), w.principal)


@incidents.get("/incidents", allow=READERS, query=schemas.IncidentQuery, answer=schemas.IncidentLine, page=True)
def list_incidents(asked):
    with reading() as session:
        return keyset(session, asked_incidents(asked), PAGE, asked)


@incidents.post(
    "/incidents", allow=DESK, body=schemas.OpenIncident, answer=schemas.IncidentView, status=201, idempotent=True
)
def open_incident(asked):
    with work() as w:
        return view_of(w.session, usecases.open_incident(w, **asked), w.principal)


@incidents.get("/incidents/<uuid:incident_id>", allow=READERS, answer=schemas.IncidentView)
def get_incident(incident_id):
    with reading() as session:
        return view_of(session, incident_by_id(session, incident_id), principal())


@incidents.post(
    "/incidents/<uuid:incident_id>/confirm", allow=DESK, body=schemas.ConfirmIncident, answer=schemas.IncidentView
)
def confirm_incident(asked, incident_id):
    """It is one: what belongs to it hangs on it from now on."""
    return act(incident_id, usecases.confirm_incident, **asked)


@incidents.post(
    "/incidents/<uuid:incident_id>/dismiss", allow=DESK, body=schemas.DismissIncident, answer=schemas.IncidentView
)
def dismiss_incident(asked, incident_id):
    """It is none: the tickets go their own ways."""
    return act(incident_id, usecases.dismiss_incident, **asked)


@incidents.post(
    "/incidents/<uuid:incident_id>/attach", allow=DESK, body=schemas.AttachTickets, answer=schemas.IncidentView
)
def attach_tickets(asked, incident_id):
    return act(incident_id, usecases.attach_tickets, **asked)


@incidents.post(
    "/incidents/<uuid:incident_id>/detach", allow=DESK, body=schemas.DetachTicket, answer=schemas.IncidentView
)
def detach_ticket(asked, incident_id):
    """It has a cause of its own: it goes on from where its work stands."""
    return act(incident_id, usecases.detach_ticket, **asked)


@incidents.post("/incidents/<uuid:incident_id>/tell", allow=DESK, body=schemas.TellCallers, answer=schemas.IncidentView)
def tell_callers(asked, incident_id):
    """One message to everybody who called about it."""
    return act(incident_id, usecases.tell_callers, **asked)


@incidents.post(
    "/incidents/<uuid:incident_id>/end", allow=LEADERS, body=schemas.EndIncident, answer=schemas.IncidentView
)
def end_incident(asked, incident_id):
    """Everybody who called is answered, and what hangs on it is closed with it."""
    return act(incident_id, usecases.end_incident, **asked)
