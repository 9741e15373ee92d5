"""Duty for people: the log with the state of the shift, and the wall board that nobody touches (RD-3, RD-8, RD-10)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy import select

from services.intake.directory.models import Site
from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import find_unit
from shared.errors import BadInput, DomainError, NotFound
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _

from . import usecases
from .figures import board_of
from .gate import KEEPERS
from .log import log_of
from .looking import state_of_duty
from .models import WRITTEN
from .queries import draft_of
from .routes import READERS, WATCHERS

pages = Pages("duty", __name__)
SHOWN = timedelta(hours=12)


@pages.get("/duty", allow=READERS)
def duty_page():
    return shown_duty()


@pages.post("/duty/entries", allow=KEEPERS)
def write_entry():
    return carried(entered)


@pages.post("/duty/begin", allow=KEEPERS)
def begin_shift():
    return carried(lambda w, site: usecases.begin_shift(w, site.id))


@pages.post("/duty/report", allow=KEEPERS)
def issue_report():
    return carried(lambda w, site: usecases.issue_report(w, site.id, request.form.get("remark", "").strip() or None))


@pages.post("/duty/handover", allow=KEEPERS)
def draw_handover():
    note = request.form.get("note", "").strip() or None
    return carried(lambda w, site: usecases.draw_handover(w, site.id, note), leads_to="duty_gate_pages.gate")


@pages.get("/board", allow=WATCHERS)
def board():
    return pages.render("duty/board.html", **numbers())


@pages.get("/board/numbers", allow=WATCHERS)
def board_numbers():
    """Only the numbers, again and again."""
    return pages.render("duty/numbers.html", **numbers())


def numbers() -> dict:
    with reading() as session:
        site = chosen_site(session)
        return {"site": site, "board": board_of(session, site, datetime.now(UTC))}


def entered(w, site):
    """What the form says, as the program's door would take it."""
    given = {name: value.strip() for name, value in request.form.items() if value.strip()}
    unit = find_unit(w.session, site.id, given.get("unit"))
    if given.get("unit") and unit is None:
        raise BadInput(_("No unit of this site is written like that."), errors={"unit": [_("A unit of this site.")]})
    if given.get("kind") not in WRITTEN or not given.get("text"):
        raise BadInput(_("Say how it came in, and what it is."), errors={"text": [_("Say what it is.")]})
    if given.get("corrects_id"):
        return usecases.correct_entry(w, entry_id(given["corrects_id"]), given["text"])
    facts = {name: given[name][:64] for name in ("caller_name", "caller_phone") if name in given}
    facts |= {"follow_up": "follow_up" in given}
    if given.get("settles_id"):
        facts["settles_id"] = entry_id(given["settles_id"])
    unit_id = unit.id if unit else None
    return usecases.write_entry(w, site.id, given["kind"], given["text"][:2000], unit_id=unit_id, **facts)


def entry_id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise NotFound(_("There is no such entry of the duty log.")) from None


def carried(act, leads_to: str | None = None):
    """One step of the page: done, or the page again with what is in the way."""
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            made = act(w, site)
            where = url_for(leads_to, handover_id=made.id) if leads_to else url_for(".duty_page", site_id=site.id)
    except DomainError as error:
        return shown_duty(error), error.status
    return redirect(where, 303)


def shown_duty(refused: DomainError | None = None) -> str:
    now = datetime.now(UTC)
    with reading() as session:
        site = chosen_site(session)
        state = state_of_duty(session, site.id, now)
        log = log_of(session, site.id, now - SHOWN, now + timedelta(seconds=1), principal())
        draft = draft_of(session, site, now)
        sites = session.scalars(select(Site).order_by(Site.code)).all()
    words = {"given": request.form if refused else {}, "kinds": WRITTEN, "keeps": principal().may(site.id, *KEEPERS)}
    return pages.render("duty/duty.html", **state, log=log, draft=draft, sites=sites, refused=refused, **words)
