"""Doors of emergencies for programs."""

from services.intake.tickets.lifecycle import DESK, READERS
from services.intake.tickets.queries import ticket_by_id
from shared.web.current import reading, work
from shared.web.doors import Room

from . import usecases
from .queries import shown
from .schemas import EmergencyMinuteView, EmergencyView, WriteMinute

emergencies = Room("emergencies", __name__, description="Who is called in an emergency, and every minute of it (RD-17)")


@emergencies.get("/tickets/<uuid:ticket_id>/emergency", allow=READERS, answer=EmergencyView)
def get_emergency(ticket_id):
    with reading() as session:
        return shown(session, ticket_by_id(session, ticket_id))


@emergencies.post(
    "/tickets/<uuid:ticket_id>/emergency/entries",
    allow=DESK,
    body=WriteMinute,
    answer=EmergencyMinuteView,
    status=201,
    idempotent=True,
)
def write_minute(asked, ticket_id):
    """It is never altered: what was wrong is set right by another line."""
    with work() as w:
        return usecases.write_minute(w, ticket_by_id(w.session, ticket_id), **asked)
