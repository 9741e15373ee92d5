"""What happens around the works: workers get passes and give them back, water stands and is looked at (RM-5)."""

from datetime import date, datetime, timedelta

from services.intake.directory.queries import find_site
from services.intake.procedures.models import Procedure
from services.intake.procedures.site_rules import rules_of
from services.intake.procedures.usecases.going_on import note_act
from services.intake.procedures.usecases.stopped import refuse_ended
from services.intake.tickets.lifecycle import DESK
from shared.errors import BadInput, Conflict
from shared.ids import new_id

from .models import TESTERS, WaterTest, WaterTestState, WorkerPass, WorkerPassState
from .queries import tests_of


def register_worker(work, procedure: Procedure, valid_until: date | None = None, **facts) -> WorkerPass:
    """A pass holds as long as the works are planned to, unless said."""
    work.principal.require(procedure.site_id, *DESK)
    _refuse_others(procedure)
    site = find_site(work.session, procedure.site_id)
    valid_until = valid_until or _planned_end(procedure) or site.date_at(work.now) + timedelta(days=30)
    if valid_until < site.date_at(work.now):
        raise BadInput("The pass would have ended.", errors={"valid_until": ["Today or later is expected."]})
    issued = WorkerPass(
        id=new_id(),
        operator_id=procedure.operator_id,
        site_id=procedure.site_id,
        number=work.number("WP", site.id, zone=site.timezone),
        state=WorkerPassState.ISSUED,
        procedure_id=procedure.id,
        unit_id=procedure.unit_id,
        unit_code=procedure.unit_code,
        valid_until=valid_until,
        issued_at=work.now,
        issued_by_name=work.principal.name,
        **facts,
    )
    work.session.add(issued)
    note_act(work, procedure, "pass_issued", number=issued.number)
    work.session.flush()
    return issued


def return_pass(work, held: WorkerPass, procedure: Procedure) -> WorkerPass:
    """One that was missing may turn up again."""
    held.move("return", work.principal)
    return _ended(work, held, procedure, "pass_returned", None)


def miss_pass(work, held: WorkerPass, procedure: Procedure, reason: str) -> WorkerPass:
    """It does not come back: it stands on the list that security keeps (RM-6)."""
    held.move("miss", work.principal, reason=reason)
    work.audit("worker_pass.missed", about=held, after={"number": held.number}, because=reason)
    return _ended(work, held, procedure, "pass_missing", reason)


def begin_water_test(work, procedure: Procedure, area: str, started_at: datetime | None = None, **facts) -> WaterTest:
    work.principal.require(procedure.site_id, *TESTERS)
    _refuse_others(procedure)
    started_at = started_at or work.now
    if started_at > work.now:
        raise BadInput("The water does not stand yet.", errors={"started_at": ["Now or earlier is expected."]})
    if any(one.area == area and one.state is WaterTestState.RUNNING for one in tests_of(work.session, procedure.id)):
        raise Conflict("The water stands there already.", state="running", allowed=["pass", "fail", "break-off"])
    hours = rules_of(find_site(work.session, procedure.site_id))["water_test_hours"]
    test = WaterTest(
        id=new_id(),
        operator_id=procedure.operator_id,
        site_id=procedure.site_id,
        procedure_id=procedure.id,
        state=WaterTestState.RUNNING,
        area=area,
        hours=hours,
        started_at=started_at,
        started_by_name=work.principal.name,
        **facts,
    )
    work.session.add(test)
    note_act(work, procedure, "water_stands", area=area, hours=hours)
    work.session.flush()
    return test


def pass_water_test(
    work, test: WaterTest, procedure: Procedure, below: list[dict], note: str | None = None
) -> WaterTest:
    """Only after the water stood long enough, and every unit below was looked at and is dry (RM-5)."""
    test.move("pass", work.principal, below=below)
    until = test.started_at + timedelta(hours=test.hours)
    if work.now < until:
        said = f"The water has to stand {test.hours} hours, until {until:%Y-%m-%d %H:%M} UTC."
        raise Conflict(said, state="running", until=until.isoformat(), allowed=["fail", "break-off"])
    wet = [one["unit"] for one in below if not one["dry"]]
    if wet:
        said = f"It came through at {', '.join(wet)}: that test has failed."
        raise BadInput(said, errors={"below": ["All dry is expected; otherwise the test has failed."]})
    test.below, test.note = below, note
    return _judged(work, test, procedure, "water_test_passed", None)


def fail_water_test(
    work, test: WaterTest, procedure: Procedure, reason: str, below: list[dict] | None = None
) -> WaterTest:
    test.move("fail", work.principal, reason=reason)
    test.below = below
    return _judged(work, test, procedure, "water_test_failed", reason)


def break_off_water_test(work, test: WaterTest, procedure: Procedure, reason: str) -> WaterTest:
    test.move("break-off", work.principal, reason=reason)
    return _judged(work, test, procedure, "water_test_broken_off", reason)


def _planned_end(procedure: Procedure) -> date | None:
    said = next((one.value("ends") for one in procedure.steps if one.value("ends")), None)
    return date.fromisoformat(said) if said else None


def _refuse_others(procedure: Procedure) -> None:
    refuse_ended(procedure)
    if procedure.kind != "renovation":
        raise Conflict("This belongs to a renovation.", state=str(procedure.state), allowed=[])


def _ended(work, held: WorkerPass, procedure: Procedure, action: str, reason: str | None) -> WorkerPass:
    held.ended_at, held.ended_by_name, held.reason = work.now, work.principal.name, reason
    note_act(work, procedure, action, reason=reason, number=held.number)
    work.session.flush()
    return held


def _judged(work, test: WaterTest, procedure: Procedure, action: str, reason: str | None) -> WaterTest:
    test.ended_at, test.ended_by_name, test.reason = work.now, work.principal.name, reason
    note_act(work, procedure, action, reason=reason, area=test.area)
    work.session.flush()
    return test
