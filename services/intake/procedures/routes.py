"""Programs' doors to procedures and their steps (RM-1, RM-4, RM-8)."""

from datetime import UTC, datetime

from services.intake.directory.editions import day_of_operator
from services.intake.tickets.lifecycle import LEADERS
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, schemas, usecases
from .definitions import KINDS, edition_of
from .finding_schemas import FailStep
from .states import DOERS, READERS
from .usecases.publish_edition import KEEPERS

procedures = Room("procedures", __name__, description="Move-in, renovation, take-over, step by step (RM-1 to RM-8)")


def take(usecase, find, thing_id, **asked):
    """One step on what its taker has seen; the others may go on meanwhile."""
    with work() as w:
        thing = find(w.session, thing_id, locked=True)
        check_version(thing)
        return usecase(w, thing, **asked)


@procedures.get(
    "/procedure-kinds", allow=READERS, query=schemas.EditionQuery, answer=schemas.ProcedureEditionView, many=True
)
def list_procedure_kinds(asked):
    with reading() as session:
        day = asked.get("day") or day_of_operator(session, datetime.now(UTC))
        return [edition_of(session, kind, day) for kind in KINDS]


@procedures.put(
    "/procedure-kinds/<kind>",
    allow=KEEPERS,
    body=schemas.PublishEdition,
    answer=schemas.ProcedureEditionView,
    status=201,
)
def publish_edition(asked, kind):
    """The operator's next edition; what runs goes on by the one it was opened with."""
    with work() as w:
        return usecases.publish_edition(w, kind, **asked)


@procedures.get("/procedures", allow=READERS, query=schemas.ProcedureQuery, answer=schemas.ProcedureRow, page=True)
def list_procedures(asked):
    with reading() as session:
        return keyset(session, queries.procedures(asked), queries.PAGE, asked, descending=True)


@procedures.post(
    "/procedures",
    allow=DOERS,
    body=schemas.OpenProcedure,
    answer=schemas.ProcedureView,
    status=201,
    idempotent=True,
)
def open_procedure(asked):
    """409 names the one that is running for this unit already."""
    with work() as w:
        return usecases.open_procedure(w, **asked)


@procedures.get("/procedures/<uuid:procedure_id>", allow=READERS, answer=schemas.ProcedureView)
def show_procedure(procedure_id):
    with reading() as session:
        return queries.procedure_by_id(session, procedure_id)


@procedures.get("/procedures/<uuid:procedure_id>/history", allow=READERS, answer=schemas.ProcedureActView, many=True)
def list_acts(procedure_id):
    with reading() as session:
        return queries.acts_of(session, queries.procedure_by_id(session, procedure_id).id)


@procedures.post(
    "/procedures/<uuid:procedure_id>/abandon", allow=LEADERS, body=schemas.BecauseOf, answer=schemas.ProcedureView
)
def abandon_procedure(asked, procedure_id):
    return take(usecases.abandon_procedure, queries.procedure_by_id, procedure_id, **asked)


@procedures.post(
    "/procedures/<uuid:procedure_id>/lines",
    allow=DOERS,
    body=schemas.AddListLine,
    answer=schemas.ProcedureLineView,
    status=201,
)
def add_line(asked, procedure_id):
    with work() as w:
        return usecases.add_line(w, queries.procedure_by_id(w.session, procedure_id, locked=True), **asked)


@procedures.post(
    "/procedure-lines/<uuid:list_line_id>/count",
    allow=DOERS,
    body=schemas.CountListLine,
    answer=schemas.ProcedureLineView,
)
def count_line(asked, list_line_id):
    with work() as w:
        procedure, line = queries.line_by_id(w.session, list_line_id)
        check_version(line)
        return usecases.count_line(w, procedure, line, **asked)


@procedures.get("/procedure-steps/<uuid:step_id>", allow=READERS, answer=schemas.ProcedureStepView)
def show_step(step_id):
    with reading() as session:
        return queries.step_by_id(session, step_id)


@procedures.post(
    "/procedure-steps/<uuid:step_id>/complete", allow=DOERS, body=schemas.CompleteStep, answer=schemas.ProcedureStepView
)
def complete_step(asked, step_id):
    """422 names every part of the proof that is missing, 409 what has to be there before."""
    proof = {"fields" if name == "fields_" else name: value for name, value in asked.items()}
    return take(usecases.complete_step, queries.step_by_id, step_id, **proof)


@procedures.post(
    "/procedure-steps/<uuid:step_id>/expect", allow=DOERS, body=schemas.ExpectEvent, answer=schemas.ProcedureStepView
)
def expect_event(asked, step_id):
    """Ends at once when it was told already."""
    return take(usecases.expect_event, queries.step_by_id, step_id, **asked)


@procedures.post("/procedure-steps/<uuid:step_id>/fail", allow=DOERS, body=FailStep, answer=schemas.ProcedureStepView)
def fail_step(asked, step_id):
    return take(usecases.fail_step, queries.step_by_id, step_id, **asked)


@procedures.post(
    "/procedure-steps/<uuid:step_id>/skip", allow=DOERS, body=schemas.BecauseOf, answer=schemas.ProcedureStepView
)
def skip_step(asked, step_id):
    return take(usecases.skip_step, queries.step_by_id, step_id, **asked)


@procedures.post(
    "/procedure-steps/<uuid:step_id>/reopen", allow=LEADERS, body=schemas.BecauseOf, answer=schemas.ProcedureStepView
)
def reopen_step(asked, step_id):
    return take(usecases.reopen_step, queries.step_by_id, step_id, **asked)
