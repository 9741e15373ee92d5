"""Procedures for people: the list, one with its steps and lists, and a step done by keyboard (RM-1, RM-2)."""

from datetime import UTC, datetime

from flask import g, redirect, request, url_for

from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import buildings, find_site, find_unit
from services.intake.tickets.lifecycle import LEADERS
from shared.errors import BadInput, DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import read_form, see_version, take_step_on_page
from shared.web.pages.naming import sites_by_id
from shared.web.paging import keyset
from shared.web.schemas import paged

from . import queries, schemas, step_forms, usecases
from .asking import PROCEDURE_STEPS
from .definitions import KINDS, edition_of
from .finding_schemas import Noticed
from .showing import shown_procedure
from .states import DOERS, READERS

pages = Pages("procedures", __name__)
VIEWS = {
    "running": {"state": "running"},
    "overdue": {"state": "running"},
    "ended": {"state": "finished,abandoned"},
    "all": {},
}


@pages.get("/procedures", allow=READERS)
def procedure_list():
    return shown_list()


@pages.post("/procedures", allow=DOERS)
def open_procedure():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            opened = usecases.open_procedure(w, **_asked(w.session, site))
    except DomainError as error:
        return shown_list(error), error.status
    return redirect(url_for(".procedure", procedure_id=opened.id), 303)


def _asked(session, site) -> dict:
    """A unit or a building as it was written; a take-over without either is of the whole site."""
    said = request.form.get("where", "").strip()[:100]
    if request.form.get("kind") == "take_over":
        building = session.scalar(buildings({"site_id": site.id, "code": said})) if said else None
        place = {"building_id": building} if said else {"site_id": site}
    else:
        place = {"unit_id": find_unit(session, site.id, said)} if said else {}
    if None in place.values():
        wrong = _("Nothing at this site is written like that.")
        raise BadInput(wrong, errors={"where": [_("A unit, or the code of a building, of this site.")]})
    also = {name: str(found.id) for name, found in place.items()}
    return read_form(schemas.OpenProcedure, {**request.form, "site_id": ""}, **also)


def shown_list(refused: DomainError | None = None) -> str:
    now = datetime.now(UTC)
    view = request.args.get("view") if request.args.get("view") in VIEWS else "running"
    given = {name: request.args[name] for name in ("kind", "text", "batch_id", "after") if request.args.get(name)}
    given |= VIEWS[view] | ({"overdue_at": now.isoformat()} if view == "overdue" else {})
    with reading() as session:
        site = chosen_site(session)
        asked = paged(schemas.ProcedureQuery)().load({**given, "site_id": str(site.id)})
        page = keyset(session, queries.procedures(asked), queries.PAGE, asked, descending=True)
        kinds = {kind: edition_of(session, kind, site.date_at(now)).name for kind in KINDS}
        words = {"page": page, "site": site, "sites": sites_by_id(), "kinds": kinds, "view": view, "now": now}
        words |= {"filters": given, "does": principal().may(site.id, *DOERS), "words_of": step_forms.words}
        return pages.render("procedures/list.html", **words, refused=refused, given=request.form if refused else {})


@pages.get("/procedures/<uuid:procedure_id>", allow=READERS)
def procedure(procedure_id):
    return shown_procedure(procedure_id)


@pages.post("/procedures/<uuid:procedure_id>/steps/<string:code>/<string:action>", allow=DOERS)
def take_step(procedure_id, code, action):
    """A button of the page: the same use case as the program's door, the same refusals."""
    try:
        with work() as w:
            held = queries.procedure_by_id(w.session, procedure_id, locked=True)
            step = held.step(code)
            if step is None or action not in STEPS:
                raise BadInput(_("There is no such step."))
            g.zone = find_site(w.session, held.site_id).timezone
            see_version(request.form, step)
            STEPS[action](w, step)
    except DomainError as error:
        return shown_procedure(procedure_id, error, code), error.status
    return redirect(url_for(".procedure", procedure_id=procedure_id), 303)


def _complete(w, step) -> None:
    usecases.complete_step(w, step, **step_forms.proof_said(step, request.form))


def _needed(name: str) -> str:
    said = step_forms.text(request.form, name)
    if said is None:
        raise BadInput(_("Something is missing or not right."), errors={name: [_("This is required for this step.")]})
    return said


STEPS = {
    "complete": _complete,
    "expect": lambda w, step: usecases.expect_event(w, step, _needed("reference")),
    "fail": lambda w, step: usecases.fail_step(w, step, _needed("reason"), _defects()),
    "skip": lambda w, step: usecases.skip_step(w, step, _needed("reason")),
    "reopen": lambda w, step: usecases.reopen_step(w, step, _needed("reason")),
}


def _defects() -> list[dict]:
    """The first defect goes with the failure; more are written down on the page itself."""
    return [read_form(Noticed, request.form)] if request.form.get("category") else []


@pages.post("/procedures/<uuid:procedure_id>/abandon", allow=LEADERS)
def abandon_procedure(procedure_id):
    try:
        with work() as w:
            held = queries.procedure_by_id(w.session, procedure_id, locked=True)
            take_step_on_page(w, held, PROCEDURE_STEPS, "abandon", request.form)
    except DomainError as error:
        return shown_procedure(procedure_id, error), error.status
    return redirect(url_for(".procedure", procedure_id=procedure_id), 303)
