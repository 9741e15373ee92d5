"""The seals are written with the ticket, in its transaction, whichever way it is written (RD-13)."""

from sqlalchemy import event, inspect, select

from services.intake.tickets.models import Ticket
from shared.storage.scope import ScopedSession
from shared.storage.statements import insert_into

from .models import TicketWords
from .sealing import SOUGHT, seals_of_ticket

CHUNK = 500


def write_words(session, tickets) -> None:
    """Write what these tickets are found by, or write it anew."""
    rows = [{"ticket_id": ticket.id, "seals": seals_of_ticket(ticket)} for ticket in tickets]
    if not rows:
        return
    statement = insert_into(session, TicketWords.__table__)
    seals = {"seals": statement.excluded.seals}
    again = statement.on_conflict_do_update(index_elements=["ticket_id"], set_=seals)
    session.connection().execute(again, rows)


@event.listens_for(ScopedSession, "after_flush")
def keep_words(session, _context) -> None:
    """Nobody who changes a ticket has to think of it."""
    written = [thing for thing in session.new | session.dirty if isinstance(thing, Ticket)]
    write_words(session, [ticket for ticket in written if ticket in session.new or sought_otherwise(ticket)])


def sought_otherwise(ticket) -> bool:
    facts = inspect(ticket).attrs
    return any(facts[name].history.has_changes() for name in SOUGHT)


def write_missing(store, principal) -> int:
    """Seal what was written by a version of this service that knew nothing of it; oldest first. Returns how many."""
    done = 0
    while True:
        with store.work(principal) as work:
            known = select(TicketWords.ticket_id).where(TicketWords.ticket_id == Ticket.id)
            chosen = select(Ticket).where(~known.exists()).order_by(Ticket.opened_at, Ticket.id).limit(CHUNK)
            tickets = list(work.session.scalars(chosen))
            write_words(work.session, tickets)
        done += len(tickets)
        if len(tickets) < CHUNK:
            return done
