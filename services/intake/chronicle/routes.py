"""Doors of the chronicle for programs."""

from services.intake.directory.queries import find_unit_by_id
from services.intake.tickets.lifecycle import READERS
from services.intake.tickets.queries import ticket_by_id
from shared.web.current import reading
from shared.web.doors import Room
from shared.web.paging import keyset

from .models import ChronicleEntry
from .queries import entries_of_ticket, entries_of_unit, still_expected
from .schemas import EntryView, TicketChronicle

chronicle = Room("chronicle", __name__, description="One timeline per ticket and per unit through all four services")


@chronicle.get("/tickets/<uuid:ticket_id>/chronicle", allow=READERS, answer=TicketChronicle)
def ticket_chronicle(ticket_id):
    with reading() as session:
        ticket = ticket_by_id(session, ticket_id)
        return {"items": entries_of_ticket(session, ticket.id), "expected": still_expected(session, ticket)}


@chronicle.get("/units/<uuid:unit_id>/chronicle", allow=READERS, answer=EntryView, page=True)
def unit_chronicle(asked, unit_id):
    with reading() as session:
        unit = find_unit_by_id(session, unit_id)
        return keyset(session, entries_of_unit(unit.id), (ChronicleEntry.at, ChronicleEntry.id), asked)
