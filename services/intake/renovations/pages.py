"""The works on the page of a renovation: passes, water tests, and the permit on A4 (RM-4, RM-5, RM-6)."""

from flask import g, redirect, request, url_for

from services.intake.directory.queries import find_site
from services.intake.procedures.queries import procedure_by_id
from services.intake.procedures.showing import shown_procedure
from services.intake.procedures.states import READERS, StepState
from services.intake.procedures.step_forms import words
from services.intake.tickets.lifecycle import DESK
from shared.errors import BadInput, Conflict, DomainError
from shared.masking import mask_identity
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import read_form, see_version, step_named

from . import queries, schemas, usecases
from .models import TESTERS

pages = Pages("renovations", __name__)
PASS_STEPS = {"return": (usecases.return_pass, None), "miss": (usecases.miss_pass, schemas.BecauseOf)}
JUDGEMENTS = {
    "pass": (usecases.pass_water_test, schemas.PassWaterTest),
    "fail": (usecases.fail_water_test, schemas.BecauseOf),
    "break-off": (usecases.break_off_water_test, schemas.BecauseOf),
}


def carried(procedure_id, form: str, act):
    """One step of the works: done, or the page of the renovation again with what is in the way."""
    try:
        with work() as w:
            held = procedure_by_id(w.session, procedure_id, locked=True)
            g.zone = find_site(w.session, held.site_id).timezone
            act(w, held)
    except DomainError as error:
        return shown_procedure(procedure_id, error, form), error.status
    return redirect(url_for("procedures_pages.procedure", procedure_id=procedure_id), 303)


@pages.post("/procedures/<uuid:procedure_id>/worker-passes", allow=DESK)
def register_worker(procedure_id):
    def act(w, held):
        usecases.register_worker(w, held, **read_form(schemas.RegisterWorker, request.form))

    return carried(procedure_id, "worker", act)


@pages.post("/procedures/<uuid:procedure_id>/worker-passes/<uuid:worker_pass_id>/<string:action>", allow=DESK)
def end_pass(procedure_id, worker_pass_id, action):
    def act(w, held):
        found = queries.pass_by_id(w.session, worker_pass_id, locked=True, of=held.id)
        see_version(request.form, found)
        usecase, shape = step_named(PASS_STEPS, action)
        usecase(w, found, held, **read_form(shape, request.form))

    return carried(procedure_id, "passes", act)


@pages.post("/procedures/<uuid:procedure_id>/water-tests", allow=TESTERS)
def begin_water_test(procedure_id):
    def act(w, held):
        usecases.begin_water_test(w, held, **read_form(schemas.BeginWaterTest, request.form))

    return carried(procedure_id, "test", act)


@pages.post("/procedures/<uuid:procedure_id>/water-tests/<uuid:water_test_id>/<string:action>", allow=TESTERS)
def judge_water_test(procedure_id, water_test_id, action):
    def act(w, held):
        test = queries.test_by_id(w.session, water_test_id, locked=True, of=held.id)
        see_version(request.form, test)
        judge, shape = step_named(JUDGEMENTS, action)
        also = {"below": _dry()} if action == "pass" else {}
        judge(w, test, held, **read_form(shape, request.form, **also))

    return carried(procedure_id, "test", act)


def _dry() -> list[dict]:
    """The units below that were looked at and are dry, separated by commas."""
    said = request.form.get("units", "").replace("，", ",").replace("、", ",").split(",")
    found = [{"unit": one.strip()[:64], "dry": True} for one in said if one.strip()]
    if not found:
        raise BadInput(_("Say which units below were looked at."), errors={"below": [_("At least one unit.")]})
    return found


@pages.get("/procedures/<uuid:procedure_id>/permit", allow=READERS)
def permit(procedure_id):
    """Only what was issued is printed: before that there is nothing to hang on the door."""
    with reading() as session:
        held = procedure_by_id(session, procedure_id)
        step = held.step("permit")
        if held.kind != "renovation" or step is None or step.state is not StepState.DONE:
            raise Conflict(_("There is no permit yet."), state=str(held.state), allowed=[])
        site = find_site(session, held.site_id)
        g.zone = site.timezone
        fields = {name: value for one in held.steps for name, value in ((one.proof or {}).get("fields") or {}).items()}
        shown = {"held": held, "step": step, "site": site, "fields": fields, "words_of": words}
        return pages.render("renovations/permit.html", **shown, passes=queries.passes_of(session, held.id))


@pages.get("/procedures/<uuid:procedure_id>/passes", allow=READERS)
def worker_passes(procedure_id):
    """Cut apart, one for each worker."""
    with reading() as session:
        held = procedure_by_id(session, procedure_id)
        site = find_site(session, held.site_id)
        g.zone = site.timezone
        openly = principal().may(held.site_id, *DESK)
        rows = [
            {"held": one, "document": one.document if openly else mask_identity(one.document)}
            for one in queries.passes_of(session, held.id)
        ]
        return pages.render("renovations/passes.html", held=held, site=site, rows=rows, words_of=words)
