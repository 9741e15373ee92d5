"""The seals are written with the ticket, in its transaction, whichever way it is written (RD-13)."""

from collections import defaultdict

from sqlalchemy import event, inspect, select

from services.intake.tickets.models import Ticket, TicketCall
from shared.storage.scope import ScopedSession
from shared.storage.statements import insert_into

from .models import TicketWords
from .sealing import SOUGHT, seals_of_ticket

CHUNK = 500


def write_words(session, tickets, calls: dict | None = None) -> None:
    """Write what these tickets are found by, or write it anew; `calls` about them by ticket."""
    calls = calls or {}
    rows = [{"ticket_id": one.id, "seals": seals_of_ticket(one, calls.get(one.id, ()))} for one in tickets]
    if not rows:
        return
    statement = insert_into(session, TicketWords.__table__)
    seals = {"seals": statement.excluded.seals}
    again = statement.on_conflict_do_update(index_elements=["ticket_id"], set_=seals)
    session.connection().execute(again, rows)


def write_again(session, ids: set) -> None:
    """What was said of them since they were opened counts as well.

    One writer after the other: whoever comes second reads what the first has said before writing over it.
    """
    tickets, calls, words = Ticket.__table__, TicketCall.__table__, TicketWords.__table__
    connection, said = session.connection(), defaultdict(list)
    known = select(words.c.ticket_id).where(words.c.ticket_id.in_(ids)).order_by(words.c.ticket_id)
    connection.execute(known.with_for_update())
    for call in connection.execute(calls.select().where(calls.c.ticket_id.in_(ids)).order_by(calls.c.at)):
        said[call.ticket_id].append(call)
    write_words(session, connection.execute(tickets.select().where(tickets.c.id.in_(ids))).all(), said)


@event.listens_for(ScopedSession, "after_flush")
def keep_words(session, _context) -> None:
    """Nobody who writes a ticket has to think of it."""
    new = [thing for thing in session.new if isinstance(thing, Ticket)]
    write_words(session, new)
    changed = {thing.id for thing in session.dirty if isinstance(thing, Ticket) and sought_otherwise(thing)}
    changed |= {thing.ticket_id for thing in session.new if isinstance(thing, TicketCall)}
    if changed:
        write_again(session, changed)


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
            tickets = set(work.session.scalars(chosen.with_only_columns(Ticket.id)))
            if tickets:
                write_again(work.session, tickets)
        done += len(tickets)
        if len(tickets) < CHUNK:
            return done
