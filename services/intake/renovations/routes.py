"""Programs' doors to workers' passes and closed-water tests (RM-4, RM-5, RM-6)."""

from services.intake.procedures.queries import procedure_by_id
from services.intake.procedures.schemas import BecauseOf
from services.intake.procedures.states import READERS
from services.intake.tickets.lifecycle import DESK
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.schemas import Action
from shared.web.versions import check_version

from . import queries, schemas, usecases
from .models import TESTERS

renovations = Room("renovations", __name__, description="Workers' passes and closed-water tests (RM-4, RM-5, RM-6)")
PASS, TEST = "/worker-passes/<uuid:worker_pass_id>", "/water-tests/<uuid:water_test_id>"
SEEN = (*READERS, "guard")  # the gate lets in who holds a pass


def step_of(find, thing_id, take, **asked):
    """With the renovation locked: what a step of it stands on does not change under it."""
    with work() as w:
        procedure = procedure_by_id(w.session, find(w.session, thing_id).procedure_id, locked=True)
        thing = find(w.session, thing_id, locked=True)
        check_version(thing)
        return take(w, thing, procedure, **asked)


@renovations.get("/worker-passes", allow=SEEN, query=schemas.PassQuery, answer=schemas.WorkerPassView, page=True)
def list_worker_passes(asked):
    """`state=missing` is what security is told of."""
    with reading() as session:
        return keyset(session, queries.passes(asked), queries.PAGE, asked, descending=True)


@renovations.post(
    "/procedures/<uuid:procedure_id>/worker-passes",
    allow=DESK,
    body=schemas.RegisterWorker,
    answer=schemas.WorkerPassView,
    status=201,
)
def register_worker(asked, procedure_id):
    with work() as w:
        return usecases.register_worker(w, procedure_by_id(w.session, procedure_id, locked=True), **asked)


@renovations.get(PASS, allow=SEEN, answer=schemas.WorkerPassView)
def show_worker_pass(worker_pass_id):
    with reading() as session:
        return queries.pass_by_id(session, worker_pass_id)


@renovations.post(f"{PASS}/return", allow=DESK, body=Action, answer=schemas.WorkerPassView)
def return_pass(asked, worker_pass_id):
    return step_of(queries.pass_by_id, worker_pass_id, usecases.return_pass)


@renovations.post(f"{PASS}/miss", allow=DESK, body=BecauseOf, answer=schemas.WorkerPassView)
def miss_pass(asked, worker_pass_id):
    """It is not given back: listed to security."""
    return step_of(queries.pass_by_id, worker_pass_id, usecases.miss_pass, **asked)


@renovations.post(
    "/procedures/<uuid:procedure_id>/water-tests",
    allow=TESTERS,
    body=schemas.BeginWaterTest,
    answer=schemas.WaterTestView,
    status=201,
)
def begin_water_test(asked, procedure_id):
    with work() as w:
        return usecases.begin_water_test(w, procedure_by_id(w.session, procedure_id, locked=True), **asked)


@renovations.get("/procedures/<uuid:procedure_id>/water-tests", allow=READERS, answer=schemas.WaterTestView, many=True)
def list_water_tests(procedure_id):
    with reading() as session:
        return queries.tests_of(session, procedure_by_id(session, procedure_id).id)


@renovations.get(TEST, allow=READERS, answer=schemas.WaterTestView)
def show_water_test(water_test_id):
    with reading() as session:
        return queries.test_by_id(session, water_test_id)


@renovations.post(f"{TEST}/pass", allow=TESTERS, body=schemas.PassWaterTest, answer=schemas.WaterTestView)
def pass_water_test(asked, water_test_id):
    """409 says until when the water has to stand."""
    return step_of(queries.test_by_id, water_test_id, usecases.pass_water_test, **asked)


@renovations.post(f"{TEST}/fail", allow=TESTERS, body=schemas.FailWaterTest, answer=schemas.WaterTestView)
def fail_water_test(asked, water_test_id):
    return step_of(queries.test_by_id, water_test_id, usecases.fail_water_test, **asked)


@renovations.post(f"{TEST}/break-off", allow=TESTERS, body=BecauseOf, answer=schemas.WaterTestView)
def break_off_water_test(asked, water_test_id):
    return step_of(queries.test_by_id, water_test_id, usecases.break_off_water_test, **asked)
