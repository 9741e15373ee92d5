"""The parts of a procedure's page: lists counted, notices written and followed, looks taken (RM-1, RM-3, RM-5)."""

from flask import g, redirect, request, url_for

from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import find_site
from services.intake.tickets.lifecycle import LEADERS
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages
from shared.web.pages.forms import read_form, take_step_on_page
from shared.web.paging import keyset
from shared.web.schemas import paged

from . import finding_schemas as shapes
from . import queries, usecases
from .asking import ACTION_STEPS, FINDING_STEPS, steps_of
from .counting import count_typed
from .findings import LOOKERS, UNSETTLED
from .showing import shown_procedure
from .states import DOERS, READERS
from .step_forms import words

pages = Pages("procedure_parts", __name__)
OPEN_WORDS = ",".join(UNSETTLED)


def on_procedure(procedure_id, form: str, act):
    """One step of a part: done, or the page again with what is in the way."""
    try:
        with work() as w:
            held = queries.procedure_by_id(w.session, procedure_id, locked=True)
            g.zone = find_site(w.session, held.site_id).timezone
            act(w, held)
    except DomainError as error:
        return shown_procedure(procedure_id, error, form), error.status
    return redirect(url_for("procedures_pages.procedure", procedure_id=procedure_id), 303)


@pages.post("/procedures/<uuid:procedure_id>/lists/<string:code>", allow=DOERS)
def count_list(procedure_id, code):
    return on_procedure(procedure_id, f"list-{code}", lambda w, held: _count(w, held, code))


def _count(w, held, code: str) -> None:
    """Every line of the table in which something was typed; and one more, when it is named."""
    for line in (one for one in held.lines if one.list_code == code):
        counted = count_typed(request.form, line)
        if counted is not None:
            usecases.count_line(w, held, line, **counted)
    name, expected = (request.form.get(one, "").strip() for one in ("new-name", "new-expected"))
    if name:
        both = {"zh": name[:100], "en": name[:100]}
        usecases.add_line(w, held, code, both, int(expected[:6]) if expected.isdecimal() else 1)


@pages.post("/procedures/<uuid:procedure_id>/findings", allow=DOERS)
def write_finding(procedure_id):
    def act(w, held):
        usecases.write_finding(w, held, **read_form(shapes.WriteFinding, request.form))

    return on_procedure(procedure_id, "finding", act)


@pages.post("/procedures/<uuid:procedure_id>/checks", allow=LOOKERS)
def record_check(procedure_id):
    def act(w, held):
        usecases.record_check(w, held, **read_form(shapes.RecordCheck, request.form))

    return on_procedure(procedure_id, "check", act)


@pages.get("/findings", allow=READERS)
def finding_list():
    view = "all" if request.args.get("view") == "all" else "open"
    given = {"state": OPEN_WORDS} if view == "open" else {}
    given |= {"after": request.args["after"]} if request.args.get("after") else {}
    with reading() as session:
        site = chosen_site(session)
        asked = paged(shapes.FindingQuery)().load({**given, "site_id": str(site.id)})
        page = keyset(session, queries.findings(asked), queries.FINDINGS_PAGE, asked, descending=True)
        return pages.render("procedures/findings.html", page=page, view=view, site=site)


@pages.get("/findings/<uuid:finding_id>", allow=READERS)
def finding(finding_id):
    return shown_finding(finding_id)


def shown_finding(finding_id, refused: DomainError | None = None) -> str:
    with reading() as session:
        found = queries.finding_by_id(session, finding_id)
        site = find_site(session, found.site_id)
        g.zone = site.timezone
        steps = steps_of(found, FINDING_STEPS, principal())
        asks = [ask for _action, step in steps for ask in step.asks]
        return pages.render(
            "procedures/notice.html", found=found, site=site, steps=steps, asks=asks, refused=refused, words_of=words
        )


@pages.post("/findings/<uuid:finding_id>/<string:action>", allow=DOERS)
def move_finding(finding_id, action):
    try:
        with work() as w:
            found = queries.finding_by_id(w.session, finding_id, locked=True)
            g.zone = find_site(w.session, found.site_id).timezone
            take_step_on_page(w, found, FINDING_STEPS, action, request.form)
    except DomainError as error:
        return shown_finding(finding_id, error), error.status
    return redirect(url_for(".finding", finding_id=finding_id), 303)


@pages.get("/corrective-actions", allow=READERS)
def action_list():
    return shown_actions()


def shown_actions(refused: DomainError | None = None) -> str:
    with reading() as session:
        site = chosen_site(session)
        given = {"after": request.args["after"]} if request.args.get("after") else {}
        asked = paged(shapes.ActionQuery)().load({**given, "site_id": str(site.id)})
        page = keyset(session, queries.actions(asked), queries.ACTIONS_PAGE, asked, descending=True)
        rows = [{"held": one, "steps": steps_of(one, ACTION_STEPS, principal())} for one in page.items]
        asks = [ask for step in ACTION_STEPS.values() for ask in step.asks]
        return pages.render("procedures/actions.html", page=page, rows=rows, site=site, refused=refused, asks=asks)


@pages.post("/corrective-actions/<uuid:action_id>/<string:action>", allow=LEADERS)
def move_action(action_id, action):
    try:
        with work() as w:
            held = queries.action_by_id(w.session, action_id, locked=True)
            g.zone = find_site(w.session, held.site_id).timezone
            take_step_on_page(w, held, ACTION_STEPS, action, request.form)
    except DomainError as error:
        return shown_actions(error), error.status
    return redirect(url_for(".action_list"), 303)
