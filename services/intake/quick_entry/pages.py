"""The desk's page for a call, by keyboard alone: one form, a card that fills in beside it (RD-2, RD-4, RD-18)."""

from datetime import UTC, datetime
from types import SimpleNamespace

from flask import g, redirect, request, url_for
from marshmallow import ValidationError
from sqlalchemy import select

from services.intake.directory.models import Site
from services.intake.directory.queries import categories_by_code, find_site
from services.intake.guides.queries import guide_of
from services.intake.households.usecases import read_household
from services.intake.tickets.during_call import last_agent_number
from services.intake.tickets.lifecycle import DESK
from services.intake.tickets.pages import missing_words
from services.intake.tickets.states import Channel, Level, Priority, TicketKind
from shared.errors import BadInput, DomainError
from shared.ids import new_id
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.words import language

from .asking import Answers
from .card import card_of
from .draft import alike, read_draft
from .saving import save_call

pages = Pages("quick_entry", __name__)


@pages.get("/tickets/new", allow=DESK)
def new_call():
    """What a screen pop or a link already knows stands in the address: phone, where, answer_seconds, phone_call."""
    return call_page({**request.args.to_dict(), "entry_id": str(new_id())})


@pages.post("/tickets/new", allow=DESK)
def save():
    given = request.form.to_dict()
    try:
        answers = read_answers(given)
        with work() as w:
            draft = read_draft(w.session, site_of(w.session, given), given, w.now)
            saved = save_call(w, draft, answers)
            if saved.ticket:
                return redirect(url_for("tickets_pages.story", ticket_id=saved.ticket.id), 303)
    except DomainError as error:
        return call_page(given, refused=error), error.status
    return call_page({**given, "asked": "true"}, first=saved), 422


@pages.post("/tickets/new/card", allow=DESK)
def card():
    """The part beside the form, each time something of it changed."""
    given = request.form.to_dict()
    with reading() as session:
        return pages.render("quick_entry/beside.html", **beside(session, given))


@pages.post("/tickets/new/numbers/<uuid:household_id>", allow=DESK)
def numbers(household_id):
    """The file's numbers in the open; that somebody looked is recorded (RF-6)."""
    with work() as w:
        return pages.render("quick_entry/numbers.html", file=read_household(w, household_id))


def read_answers(given: dict):
    """Raises BadInput naming the field."""
    try:
        known = {name: value for name, value in given.items() if value.strip()}
        return SimpleNamespace(**Answers().load(known))
    except ValidationError as error:
        raise BadInput(_("Something is missing or not right."), errors=error.messages) from error


def site_of(session, given: dict) -> Site:
    """The one that was chosen, else the first at which this person takes calls. Raises NotFound."""
    chosen = (given.get("site_id") or "").strip()
    own = own_sites(session)
    return next((site for site in own if str(site.id) == chosen), None) or find_site(
        session, own[0].id if own else None
    )


def own_sites(session) -> list[Site]:
    sites = session.scalars(select(Site).order_by(Site.code))
    return [site for site in sites if principal().may(site.id, *DESK)]


def beside(session, given: dict) -> dict:
    """The card, the guide of the kind, and the tickets that may be the same."""
    draft = read_draft(session, site_of(session, given), given, datetime.now(UTC))
    g.zone = draft.site.timezone
    words = {"draft": draft, "card": card_of(session, draft), "alike": alike(session, draft)}
    words |= {"guide": guide_of(session, draft.site.id, draft.kind), "missing_words": missing_words()}
    words["role_words"] = role_words()
    return words | {
        "agent": given.get("agent_number") or last_agent_number(session, principal().subject) or "…",
        "given": given,
    }


def role_words() -> dict[str, str]:
    """What somebody is to the unit; an owner of a unit is not the owner of a case."""
    return {
        "owner": _("owner of the unit"),
        "tenant": _("tenant"),
        "occupant": _("lives there"),
        "contact": _("contact person"),
    }


def call_page(given: dict, *, first=None, refused: DomainError | None = None) -> str:
    """`first`: what has to be asked or decided before it is saved."""
    with reading() as session:
        words = beside(session, given)
        given.setdefault("agent_number", last_agent_number(session, principal().subject) or "")
        given["site_id"] = str(words["draft"].site.id)
        categories = [c.name[language()] for c in categories_by_code(session).values()]
        sites = own_sites(session)
    lists = {"kinds": [k for k in TicketKind if k != TicketKind.UNCLASSIFIED], "priorities": list(Priority)}
    lists |= {"levels": list(Level), "channels": list(Channel), "categories": categories, "sites": sites}
    return pages.render("quick_entry/call.html", **words, **lists, first=first, refused=refused, focus=focus_of(first))


FIELDS = {"unit": "where", "place": "where", "caller_name": "name", "caller_phone": "phone"}


def focus_of(first) -> str:
    """The field to go on with: the first that is missing; the number at the beginning."""
    missing = first.missing if first else ()
    return FIELDS.get(missing[0], missing[0]) if missing else "alike" if first else "phone"
