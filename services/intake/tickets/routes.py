"""Doors of tickets for programs."""

from datetime import UTC, datetime

from services.intake.search.queries import find_tickets
from shared.web.current import principal, reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.sheets import exported
from shared.web.versions import check_version

from . import usecases
from .comparing import Duplicate, ReconciliationQuery, ReconciliationView
from .lifecycle import DESK, LEADERS, READERS
from .models import Ticket
from .queries import asked_tickets, duplicates_of, ticket_by_id, view_of
from .schemas import (
    AmendTicket,
    AnswerTicket,
    ClassifyTicket,
    DeclineTicket,
    HandOverOwner,
    MergeTicket,
    OpenTicket,
    TakeReport,
    TicketQuery,
    WaitTicket,
    WithReason,
)
from .sheet import export
from .view_schemas import TicketView

SHOWN_TO = (*READERS, "integration")  # a platform sees its own

tickets = Room("tickets", __name__, description="Every request, complaint, enquiry, suggestion, praise and emergency")


def act(ticket_id, usecase, **facts):
    """One step with one ticket: find it, see that nobody was faster, take the step."""
    facts.pop("version", None)
    with work() as w:
        ticket = ticket_by_id(w.session, ticket_id)
        check_version(ticket)
        with w.session.no_autoflush:  # one step is one version
            return view_of(usecase(w, ticket, **facts), w.principal)


@tickets.post("/tickets", allow=DESK, body=OpenTicket, answer=TicketView, status=201, idempotent=True)
def open_ticket(asked):
    with work() as w:
        return view_of(usecases.open_ticket(w, **asked), w.principal)


@tickets.get("/tickets", allow=SHOWN_TO, query=TicketQuery, answer=TicketView, page=True)
def list_tickets(asked):
    with reading() as session:
        page = find_tickets(session, asked, principal(), datetime.now(UTC))
        for ticket in page.items:
            view_of(ticket, principal())
        return page


@tickets.get("/tickets/export", allow=READERS, query=exported(TicketQuery))
def export_tickets(asked):
    """The list as it is filtered, as a spreadsheet; that you took it along is on record (RO-4, RF-6)."""
    return export(asked)


@tickets.get("/tickets/<uuid:ticket_id>", allow=SHOWN_TO, answer=TicketView)
def get_ticket(ticket_id):
    with reading() as session:
        return view_of(ticket_by_id(session, ticket_id), principal())


@tickets.get("/tickets/<uuid:ticket_id>/duplicates", allow=DESK, answer=Duplicate, many=True)
def list_duplicates(ticket_id):
    with reading() as session:
        found = duplicates_of(session, ticket_by_id(session, ticket_id))
    for other, score in found:
        other.score = score
    return [other for other, _ in found]


@tickets.post("/tickets/<uuid:ticket_id>/classify", allow=DESK, body=ClassifyTicket, answer=TicketView)
def classify_ticket(asked, ticket_id):
    return act(ticket_id, usecases.classify_ticket, **asked)


@tickets.post("/tickets/<uuid:ticket_id>/amend", allow=DESK, body=AmendTicket, answer=TicketView)
def amend_ticket(asked, ticket_id):
    return act(ticket_id, usecases.amend_ticket, **asked)


@tickets.post("/tickets/<uuid:ticket_id>/take", allow=DESK, answer=TicketView)
def take_ticket(ticket_id):
    return act(ticket_id, usecases.take_ticket)


@tickets.post("/tickets/<uuid:ticket_id>/wait", allow=DESK, body=WaitTicket, answer=TicketView)
def wait_ticket(asked, ticket_id):
    return act(ticket_id, usecases.wait_ticket, **asked)


@tickets.post("/tickets/<uuid:ticket_id>/resume", allow=DESK, answer=TicketView)
def resume_ticket(ticket_id):
    return act(ticket_id, usecases.resume_ticket)


@tickets.post("/tickets/<uuid:ticket_id>/cancel", allow=DESK, body=WithReason, answer=TicketView)
def cancel_ticket(asked, ticket_id):
    return act(ticket_id, usecases.cancel_ticket, **asked)


@tickets.post("/tickets/<uuid:ticket_id>/decline", allow=DESK, body=DeclineTicket, answer=TicketView)
def decline_ticket(asked, ticket_id):
    return act(ticket_id, usecases.decline_ticket, **asked)


@tickets.post("/tickets/<uuid:ticket_id>/waive", allow=LEADERS, body=WithReason, answer=TicketView)
def waive_ticket(asked, ticket_id):
    return act(ticket_id, usecases.waive_ticket, **asked)


@tickets.post("/tickets/<uuid:ticket_id>/merge", allow=DESK, body=MergeTicket, answer=TicketView)
def merge_ticket(asked, ticket_id):
    return act(ticket_id, usecases.merge_ticket, **asked)


@tickets.post("/tickets/<uuid:ticket_id>/reopen", allow=DESK, body=WithReason, answer=TicketView)
def reopen_ticket(asked, ticket_id):
    return act(ticket_id, usecases.reopen_ticket, **asked)


@tickets.post("/tickets/<uuid:ticket_id>/handover-owner", allow=DESK, body=HandOverOwner, answer=TicketView)
def hand_over_owner(asked, ticket_id):
    return act(ticket_id, usecases.hand_over_owner, **asked)


@tickets.post("/tickets/<uuid:ticket_id>/answer", allow=DESK, body=AnswerTicket, answer=TicketView)
def answer_ticket(asked, ticket_id):
    """A complaint's first answer, or its written one (RV-4)."""
    return act(ticket_id, usecases.answer_ticket, **asked)


@tickets.post("/reported-tickets/<uuid:ticket_id>/take-on", allow=LEADERS, body=TakeReport, answer=TicketView)
def take_report(asked, ticket_id):
    """What was declined and reported upward is taken on; it goes no further (RD-6)."""
    return act(ticket_id, usecases.take_report, **asked)


@tickets.get(
    "/reconciliation",
    allow=("admin", "head_office", "supervisor"),
    query=ReconciliationQuery,
    answer=ReconciliationView,
    page=True,
)
def reconcile_tickets(asked):
    with reading() as session:
        statement = asked_tickets({"site_id": asked.get("site_id")}, principal(), None)
        page = keyset(session, statement, (Ticket.id,), asked, descending=False)
    for ticket in page.items:
        ticket.waits_for_classification = ticket.kind == "unclassified"
    return page
