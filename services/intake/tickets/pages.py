"""Tickets for people: the list with its views and filters, and the story of one ticket (RD-13, console.md §4)."""

from datetime import UTC, datetime

from flask import Response, g, redirect, request, url_for
from marshmallow import ValidationError
from sqlalchemy import select

from services.intake.attachments.queries import shown_files
from services.intake.chronicle.queries import entries_of_ticket, still_expected
from services.intake.chronicle.telling import still_to_come, timeline
from services.intake.directory.models import Site
from services.intake.directory.queries import find_site
from services.intake.search.queries import find_tickets
from shared.errors import BadInput, DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import see_version
from shared.web.pages.words import language
from shared.web.schemas import paged

from .filtering import SHOWN, given_in, in_moments, views
from .forms import STEPS, asked_words, choices, read_step
from .lifecycle import DESK, LEADERS, READERS
from .queries import ticket_by_id, view_of
from .schemas import TicketQuery
from .states import TicketKind, TicketState

pages = Pages("tickets", __name__)


@pages.get("/tickets", allow=READERS)
def ticket_list():
    now = datetime.now(UTC)
    known = views(now)
    chosen = request.args.get("view") or ("all" if set(request.args) - {"lang"} else "mine")
    given, asked_now = given_in(request.args), {}
    asked_for = next((asked for key, _words, asked in known if key == chosen), {})
    problem, status = None, 200
    with reading() as session:
        try:
            asked_now = in_moments({**asked_for, **given})
            asked = paged(TicketQuery)().load(asked_now)
            page = find_tickets(session, asked, principal(), now)
        except (ValidationError, BadInput) as error:
            problem, status = fault_of(error), 422
            page = find_tickets(session, {}, principal(), now)
        sites = session.scalars(select(Site).order_by(Site.code))
        names = {site.id: site.name[language()] for site in sites}
        categories = dict(choices(session, language() == "zh")["category"])
    words = {"page": page, "views": known, "chosen": chosen, "given": {**asked_for, **given}, "problem": problem}
    shown = {name: value for name, value in asked_now.items() if name not in ("after", "limit")}
    words["taken_along"] = shown if problem is None else None
    words |= {"sites": names, "categories": categories, "keeps_view": not set(asked_for) <= SHOWN}
    return pages.render("tickets/list.html", **words, kinds=list(TicketKind), states=list(TicketState)), status


def fault_of(error: ValidationError | BadInput) -> dict[str, list[str]]:
    """What of the filters cannot be read."""
    return error.messages if isinstance(error, ValidationError) else error.errors


@pages.get("/tickets/<uuid:ticket_id>", allow=READERS)
def story(ticket_id):
    """The head with what can be done now, and one timeline through all four services."""
    return story_page(ticket_id)


@pages.post("/tickets/<uuid:ticket_id>/<string:action>", allow=DESK)
def take_step(ticket_id, action):
    """A button of the story: the same use case as the program's door, the same refusals."""
    step = STEPS.get(action)
    if step is None:
        raise BadInput(_("There is no such step."))
    try:
        with work() as w, w.session.no_autoflush:
            ticket = ticket_by_id(w.session, ticket_id)
            g.zone = find_site(w.session, ticket.site_id).timezone
            facts = read_step(w.session, ticket, step, request.form)
            see_version(request.form, ticket)
            step.usecase(w, ticket, **facts)
    except DomainError as error:
        return story_page(ticket_id, error), error.status
    return redirect(url_for(".story", ticket_id=ticket_id), 303)


def story_page(ticket_id, error: DomainError | None = None) -> str | Response:
    with reading() as session:
        ticket = view_of(ticket_by_id(session, ticket_id), principal())
        site = find_site(session, ticket.site_id)
        g.zone = site.timezone
        entries, expected = entries_of_ticket(session, ticket.id), still_expected(session, ticket)
        lists = choices(session, language() == "zh")
        files = shown_files(session, ticket, site, principal())
    actions = [*ticket.allowed_now, *(["take-report"] if may_take_report(ticket) else [])]
    steps = [(action, STEPS[action]) for action in actions if action in STEPS]
    return pages.render(
        "tickets/story.html",
        ticket=ticket,
        site=site,
        steps=steps,
        labels=asked_words(),
        lists=lists,
        **files,
        entries=timeline(entries),
        expected=still_to_come(expected),
        refused=error,
        missing_words=missing_words(),
    )


def may_take_report(ticket) -> bool:
    """What was declined waits for a leader to take it on (RD-6)."""
    waits = ticket.reported_to and not ticket.report_taken_by
    return bool(waits) and principal().may(ticket.site_id, *LEADERS)


def missing_words() -> dict[str, str]:
    """What still has to be asked, in words (RD-4)."""
    return {
        "unit": _("unit"),
        "place": _("place"),
        "caller_name": _("caller's name"),
        "caller_phone": _("caller's number"),
        "category": _("category"),
        "description": _("description"),
        "kind": _("kind"),
    }
