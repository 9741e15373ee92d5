"""Doors of the desk's calls for programs: the caller's card, calls about a ticket there is, notes."""

from datetime import UTC, datetime

from services.intake.directory.queries import find_site
from services.intake.tickets.during_call import CALLS_PAGE, calls
from services.intake.tickets.lifecycle import DESK
from services.intake.tickets.queries import ticket_by_id
from services.intake.tickets.usecases import add_call as add_call_to
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset

from .asking import AddCall, AskCard, CallQuery, CallView, CardView, NoteView, WriteNote
from .card import card_of
from .draft import alike, read_draft
from .notes import end_note as end
from .notes import write_note as write

quick_entry = Room("quick_entry", __name__, description="What the desk sees and keeps of a call (RD-2)")


@quick_entry.post("/caller-card", allow=DESK, body=AskCard, answer=CardView)
def show_caller_card(asked):
    """Who rings, masked; open tickets, arrears, the last return visit, notes, and tickets that may be the same."""
    with reading() as session:
        draft = read_draft(session, find_site(session, asked["site_id"]), asked, datetime.now(UTC))
        card = card_of(session, draft)
        card.alike = twins_of(session, draft)
        return card


def twins_of(session, draft) -> list:
    found = alike(session, draft)
    for ticket, score in found:
        ticket.score = score
    return [ticket for ticket, _score in found]


@quick_entry.post("/calls", allow=DESK, body=AddCall, answer=CallView, status=201)
def add_call(asked):
    """Another call about a ticket there is; no second ticket is made."""
    with work() as w:
        return add_call_to(w, ticket_by_id(w.session, asked.pop("ticket_id")), **asked)


@quick_entry.get("/calls", allow=DESK, query=CallQuery, answer=CallView, page=True)
def list_calls(asked):
    with reading() as session:
        return keyset(session, calls(asked), CALLS_PAGE, asked)


@quick_entry.post("/caller-notes", allow=DESK, body=WriteNote, answer=NoteView, status=201)
def write_note(asked):
    with work() as w:
        return write(w, **asked)


@quick_entry.post("/caller-notes/<uuid:note_id>/end", allow=DESK, answer=NoteView)
def end_note(note_id):
    """It no longer holds; the words stay on record."""
    with work() as w:
        return end(w, note_id)
