"""The gate's book for people: who stands here, who is inside, what may come in (RD-11, RD-16)."""

from datetime import UTC, datetime, timedelta

from flask import redirect, request, url_for

from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import find_site
from services.intake.passes.asking import unit_said
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages
from shared.web.pages.forms import read_form, take_step_on_page
from shared.web.paging import keyset

from . import asking, queries, usecases
from .book_schemas import AskDesk
from .enquiries import EnquiryState, GateEnquiry
from .models import DESK, GATE, READERS, Visitor, VisitorState
from .schemas import RegisterVisitor
from .site_rules import rules_of

pages = Pages("visitors", __name__)


@pages.get("/visitors", allow=READERS)
def gate_book():
    return shown_book()


@pages.get("/visitors/count", allow=READERS)
def count():
    """How many wait for an answer: only the number, again and again."""
    with reading() as session:
        site = chosen_site(session)
        waits = queries.how_many(session, site.id, Visitor, VisitorState.AT_GATE)
        asked = queries.how_many(session, site.id, GateEnquiry, EnquiryState.ASKED)
    return pages.render("visitors/count.html", waits=waits, asked=asked)


@pages.get("/visitors/log", allow=READERS)
def log():
    """Who came, the latest first, a page at a time."""
    asked = {"limit": 50, "after": request.args.get("after")}
    with reading() as session:
        site = chosen_site(session)
        page = keyset(session, queries.visitors({"site_id": site.id}), queries.VISITOR_PAGE, asked)
    return pages.render("visitors/log.html", page=page, site=site)


@pages.get("/visitors/new", allow=GATE)
def new_visitor():
    return new_page(request.args)


@pages.post("/visitors", allow=GATE)
def register_visitor():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            also = {"site_id": str(site.id)}
            if request.form.get("unit", "").strip():
                also["unit_id"] = unit_said(w.session, site.id, request.form["unit"])
            usecases.register_visitor(w, **read_form(RegisterVisitor, request.form, **also))
    except DomainError as error:
        return new_page(request.form, error), error.status
    return redirect(url_for(".gate_book", site_id=site.id), 303)


@pages.post("/visitors/<uuid:visitor_id>/<string:action>", allow=GATE)
def step_visitor(visitor_id, action):
    return taken(Visitor, visitor_id, asking.VISITOR_STEPS, action)


@pages.post("/gate-enquiries", allow=GATE)
def ask_desk():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            also = {"unit_id": unit_said(w.session, site.id, request.form.get("unit"))}
            usecases.ask_desk(w, **read_form(AskDesk, request.form, **also))
    except DomainError as error:
        return shown_book(error), error.status
    return redirect(url_for(".gate_book", site_id=site.id), 303)


@pages.post("/gate-enquiries/<uuid:enquiry_id>/<string:action>", allow=GATE)
def step_enquiry(enquiry_id, action):
    return taken(GateEnquiry, enquiry_id, asking.ENQUIRY_STEPS, action)


def taken(model, thing_id, known, action):
    """A button: the same use case as the program's door, the same refusals; the table says whose step it is."""
    try:
        with work() as w:
            thing = queries.one(w.session, model, thing_id)
            take_step_on_page(w, thing, known, action, request.form)
            site_id = thing.site_id
    except DomainError as error:
        return shown_book(error), error.status
    return redirect(url_for(".gate_book", site_id=site_id), 303)


def new_page(given, refused: DomainError | None = None) -> str:
    with reading() as session:
        site = chosen_site(session, given)
    asks = asking.VISITOR + (asking.ANNOUNCED if principal().may(site.id, *DESK) else ())
    return pages.render("visitors/new.html", site=site, given=given, refused=refused, asks=asks)


def shown_book(refused: DomainError | None = None) -> str:
    now = datetime.now(UTC)
    with reading() as session:
        site = chosen_site(session, request.args if refused is None else {})
        visitors, enquiries = queries.visitors_now(session, site.id), queries.enquiries_now(session, site.id)
        late = now - timedelta(hours=rules_of(find_site(session, site.id))["inside_hours"])
    who = principal()
    words = {"site": site, "late": late, "refused": refused, "material": asking.MATERIAL, "given": request.form}
    words["visitors"] = [(one, asking.offered(one, who, asking.VISITOR_STEPS)) for one in visitors]
    words["enquiries"] = [(one, asking.offered(one, who, asking.ENQUIRY_STEPS)) for one in enquiries]
    return pages.render("visitors/book.html", **words, writes=who.may(site.id, *GATE))
