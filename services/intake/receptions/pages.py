"""Receptions for people: what comes, and the work sheet that is filled in on the spot and printed (RD-19)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import g, redirect, request, url_for

from services.intake.directory.page_forms import chosen_site, said
from services.intake.directory.queries import find_site
from services.intake.passes.asking import things_said
from services.intake.tickets.schemas import WithReason
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import Ask, Step, read_form, see_version, step_named
from shared.web.pages.words import language
from shared.web.paging import keyset

from . import queries, schemas, usecases
from .models import HOSTS, READERS, ReceptionKind

pages = Pages("receptions", __name__)
REASON = Ask("reason", lambda: _("Reason"), "area", required=True, longest=500)
NEW = (
    Ask("kind", lambda: _("What it is"), "choice", lambda: said(ReceptionKind), required=True),
    Ask("title", lambda: _("Occasion"), required=True, longest=200),
    Ask("guests", lambda: _("Who comes"), required=True, longest=500),
    Ask("people", lambda: _("How many people"), "number", required=True),
    Ask("place", lambda: _("Where"), required=True, longest=200),
    Ask("arrives_at", lambda: _("Arrival"), "moment", required=True),
    Ask("leaves_at", lambda: _("Ends at"), "moment"),
    Ask("needs", lambda: _("What they need"), "area", longest=2000),
)
CHECK = Step(lambda: _("Check"), usecases.check_line, schemas.CheckReception)  # of each line of the sheet
STEPS = {
    "arrive": Step(
        lambda: _("The guests are here"),
        usecases.receive_guests,
        schemas.ReceiveGuests,
        (Ask("reason", lambda: _("If something was not checked: why"), longest=500),),
    ),
    "serve": Step(
        lambda: _("Served a round"),
        usecases.serve_round,
        schemas.ServeRound,
        (Ask("note", lambda: _("Remark"), longest=500),),
    ),
    "end": Step(
        lambda: _("End, with the record"),
        usecases.end_reception,
        schemas.EndReception,
        (Ask("record", lambda: _("Record"), "area", required=True, longest=4000),),
    ),
    "tally": Step(
        lambda: _("Tally tea and supplies"),
        usecases.tally_supplies,
        schemas.TallySupplies,
        (Ask("supplies", lambda: _("One thing a line, how many at its end"), "area", required=True, longest=4000),),
        aside=True,
    ),
    "cancel": Step(lambda: _("Call it off"), usecases.call_off, WithReason, (REASON,), aside=True),
}


@dataclass(frozen=True)
class View:
    key: str
    words: str
    states: str


def views() -> list[View]:
    return [
        View("open", _("Under way"), "preparing,ready,under_way"),
        View("done", _("Over"), "ended,called_off"),
    ]


@pages.get("/receptions", allow=READERS)
def reception_list():
    return shown_list()


@pages.post("/receptions", allow=HOSTS)
def plan_reception():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            asked = read_form(schemas.PlanReception, request.form, site_id=str(site.id))
            made = usecases.plan_reception(w, **asked)
    except DomainError as error:
        return shown_list(error), error.status
    return redirect(url_for(".sheet", reception_id=made.id), 303)


@pages.get("/receptions/<uuid:reception_id>", allow=READERS)
def sheet(reception_id):
    return sheet_page(reception_id)


@pages.post("/receptions/<uuid:reception_id>/check", allow=HOSTS)
def check_line(reception_id):
    return taken(reception_id, "check", ok=request.form.get("ok") == "yes")


@pages.post("/receptions/<uuid:reception_id>/<string:action>", allow=HOSTS)
def take_step(reception_id, action):
    also = {"supplies": things_said(request.form.get("supplies", ""))} if action == "tally" else {}
    return taken(reception_id, action, **also)


def taken(reception_id, action: str, **also):
    try:
        with work() as w:
            reception = queries.reception_by_id(w.session, reception_id, locked=True)
            step = step_named({"check": CHECK, **STEPS}, action)
            see_version(request.form, reception)
            step.usecase(w, reception, **read_form(step.shape, request.form, **also))
    except DomainError as error:
        return sheet_page(reception_id, error), error.status
    return redirect(url_for(".sheet", reception_id=reception_id), 303)


def shown_list(refused: DomainError | None = None) -> str:
    chosen = next((view for view in views() if view.key == request.args.get("view")), views()[0])
    paging = {"limit": 50, "after": request.args.get("after")}
    with reading() as session:
        site = chosen_site(session, request.values if refused is None else {})
        asked = {"site_id": site.id, "state": chosen.states}
        page = keyset(session, queries.receptions(asked), queries.PAGE, paging, descending=chosen.key == "done")
    words = {"site": site, "page": page, "views": views(), "chosen": chosen.key, "refused": refused}
    words |= {"asks": NEW, "given": request.form, "writes": principal().may(site.id, *HOSTS)}
    return pages.render("receptions/list.html", **words)


def sheet_page(reception_id, refused: DomainError | None = None) -> str:
    with reading() as session:
        reception = queries.reception_by_id(session, reception_id)
        site = find_site(session, reception.site_id)
        g.zone = site.timezone
    open_now = reception.allowed(principal())
    steps = [(action, STEPS[action]) for action in STEPS if action in open_now]
    words = {"one": reception, "steps": steps, "refused": refused, "checks_open": "check" in open_now}
    words |= {"moment": datetime.fromisoformat, "now": datetime.now(UTC), "site_name": site.name[language()]}
    return pages.render("receptions/sheet.html", **words, asks=(*NEW, REASON))
