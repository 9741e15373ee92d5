"""Passes for people at the desk: the list, a new one, the slip with its code on A5 (RD-15)."""

from dataclasses import dataclass
from datetime import UTC, datetime

import segno
from flask import g, redirect, request, url_for
from markupsafe import Markup

from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import find_site
from services.intake.tickets.lifecycle import DESK
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import read_form, take_step_on_page
from shared.web.pages.words import language
from shared.web.paging import keyset
from shared.web.schemas import paged

from . import asking, queries, usecases
from .codes import shown_code
from .models import READERS
from .schemas import PassQuery, RequestPass

pages = Pages("passes", __name__)


@dataclass(frozen=True)
class View:
    key: str
    words: str
    states: str


def views() -> list[View]:
    return [
        View("open", _("Under way"), "requested,issued"),
        View("used", _("Used"), "used"),
        View("all", _("All"), ""),
    ]


@pages.get("/passes", allow=READERS)
def pass_list():
    chosen = next((view for view in views() if view.key == request.args.get("view")), views()[0])
    asked = {"limit": 50, "after": request.args.get("after"), "state": chosen.states or None}
    with reading() as session:
        site = chosen_site(session)
        asked = paged(PassQuery)().load({name: value for name, value in asked.items() if value})
        page = keyset(session, queries.passes({**asked, "site_id": site.id}), queries.PAGE, asked)
    words = {"page": page, "views": views(), "chosen": chosen.key, "site": site}
    return pages.render("passes/list.html", **words, writes=principal().may(site.id, *DESK), now=datetime.now(UTC))


@pages.get("/passes/new", allow=DESK)
def new_pass():
    return new_page(request.args)


@pages.post("/passes", allow=DESK)
def request_pass():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            also = {"unit_id": asking.unit_said(w.session, site.id, request.form.get("unit"))}
            also["items"] = asking.things_said(request.form.get("items", ""))
            made = usecases.request_pass(w, **read_form(RequestPass, request.form, **also))
    except DomainError as error:
        return new_page(request.form, error), error.status
    return redirect(url_for(".slip", pass_id=made.id), 303)


@pages.get("/passes/<uuid:pass_id>", allow=READERS)
def slip(pass_id):
    return slip_page(pass_id)


@pages.post("/passes/<uuid:pass_id>/<string:action>", allow=DESK)
def take_step(pass_id, action):
    """A button of the slip: the same use case as the program's door, the same refusals."""
    try:
        with work() as w:
            held = queries.pass_by_id(w.session, pass_id, locked=True)
            take_step_on_page(w, held, asking.steps_with(()), action, request.form)
    except DomainError as error:
        return slip_page(pass_id, error), error.status
    return redirect(url_for(".slip", pass_id=pass_id), 303)


def new_page(given, refused: DomainError | None = None) -> str:
    with reading() as session:
        site = chosen_site(session, given)
    return pages.render("passes/new.html", site=site, given=given, refused=refused, asks=asking.NEW)


def slip_page(pass_id, refused: DomainError | None = None) -> str:
    with reading() as session:
        held = queries.pass_by_id(session, pass_id)
        site = find_site(session, held.site_id)
        g.zone = site.timezone
        today = site.date_at(datetime.now(UTC))
        owners = queries.owners_of(session, site.id, held.unit_id, today)
    known = asking.steps_with(owners)
    steps = [(action, known[action]) for action in held.allowed(principal()) if action in known]
    words = {"held": held, "site": site, "steps": steps, "refused": refused, "code": code_of(held)}
    words |= {"said_code": shown_code(held.code), "site_name": site.name[language()]}
    return pages.render("passes/slip.html", **words, asks=[ask for _name, step in steps for ask in step.asks])


def code_of(held) -> Markup:
    """The address of the gate's page with the code: any phone's camera opens it."""
    address = f"{request.url_root.rstrip('/')}/gate?code={held.code}"
    return Markup(segno.make(address, error="m").svg_inline(border=2, omitsize=True))  # noqa: S704  drawn by us
