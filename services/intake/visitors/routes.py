"""Programs' doors to visitors (RD-11)."""

from services.intake.tickets.schemas import WithReason
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, schemas, usecases
from .models import DESK, GATE, READERS, Visitor

visitors = Room("visitors", __name__, description="Who comes, whom they visit, in and out (RD-11)")


def take(step, model, thing_id, asked: dict):
    """One step on what its taker has seen."""
    with work() as w:
        thing = queries.one(w.session, model, thing_id)
        check_version(thing)
        return step(w, thing, **asked)


@visitors.get("/visitors", allow=READERS, query=schemas.VisitorQuery, answer=schemas.VisitorView, page=True)
def list_visitors(asked):
    with reading() as session:
        return keyset(session, queries.visitors(asked), queries.VISITOR_PAGE, asked)


@visitors.post(
    "/visitors",
    allow=GATE,
    body=schemas.RegisterVisitor,
    answer=schemas.VisitorView,
    status=201,
    idempotent=True,
)
def register_visitor(asked):
    """Who is announced, by the desk; or who stands at the gate, by the guard, who waits for the desk's word."""
    with work() as w:
        return usecases.register_visitor(w, **asked)


@visitors.get("/visitors/<uuid:visitor_id>", allow=READERS, answer=schemas.VisitorView)
def show_visitor(visitor_id):
    with reading() as session:
        return queries.shown(session, Visitor, visitor_id)


@visitors.post("/visitors/<uuid:visitor_id>/contact", allow=DESK, body=schemas.ContactHost, answer=schemas.VisitorView)
def contact_host(asked, visitor_id):
    return take(usecases.contact_host, Visitor, visitor_id, asked)


@visitors.post(
    "/visitors/<uuid:visitor_id>/welcome", allow=DESK, body=schemas.WelcomeVisitor, answer=schemas.VisitorView
)
def welcome_visitor(asked, visitor_id):
    return take(usecases.welcome_visitor, Visitor, visitor_id, asked)


@visitors.post(
    "/visitors/<uuid:visitor_id>/take-message", allow=DESK, body=schemas.TakeMessage, answer=schemas.VisitorView
)
def take_message(asked, visitor_id):
    """The host is away."""
    return take(usecases.take_message, Visitor, visitor_id, asked)


@visitors.post("/visitors/<uuid:visitor_id>/arrive", allow=GATE, answer=schemas.VisitorView)
def arrive(visitor_id):
    """Announced, and to be asked again at the gate."""
    return take(usecases.arrive, Visitor, visitor_id, {})


@visitors.post("/visitors/<uuid:visitor_id>/admit", allow=GATE, body=schemas.AdmitVisitor, answer=schemas.VisitorView)
def admit_visitor(asked, visitor_id):
    return take(usecases.admit_visitor, Visitor, visitor_id, asked)


@visitors.post("/visitors/<uuid:visitor_id>/leave", allow=GATE, answer=schemas.VisitorView)
def see_off(visitor_id):
    return take(usecases.see_off, Visitor, visitor_id, {})


@visitors.post("/visitors/<uuid:visitor_id>/turn-away", allow=GATE, body=WithReason, answer=schemas.VisitorView)
def turn_away(asked, visitor_id):
    return take(usecases.turn_away, Visitor, visitor_id, asked)


@visitors.post("/visitors/<uuid:visitor_id>/cancel", allow=DESK, body=WithReason, answer=schemas.VisitorView)
def cancel_visit(asked, visitor_id):
    return take(usecases.cancel_visit, Visitor, visitor_id, asked)
