"""Reading procedures: one with its steps, the list, what is late, what a shift may not forget (RM-2, RD-7)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from services.intake.directory.queries import find_site, in_states, matching
from shared.errors import found

from .corrective import CorrectiveAction
from .findings import UNSETTLED, Finding, FindingState, ProcedureCheck
from .looking import works_not_patrolled
from .models import Procedure, ProcedureAct, ProcedureLine, ProcedureState
from .states import OPEN, StepState
from .steps import ProcedureStep

PAGE = (Procedure.opened_at, Procedure.id)
FINDINGS_PAGE = (Finding.found_at, Finding.id)
ACTIONS_PAGE = (CorrectiveAction.opened_at, CorrectiveAction.id)
LONGEST = 1000


def procedure_by_id(session, procedure_id: UUID, *, locked: bool = False) -> Procedure:
    """With its lists. `locked` for whoever changes anything of it: of two at one step the second finds it done."""
    wanted = select(Procedure).where(Procedure.id == procedure_id).options(selectinload(Procedure.lines))
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return found(session.scalar(wanted), "procedure")


def step_by_id(session, step_id: UUID, *, locked: bool = False) -> ProcedureStep:
    """With its procedure, which is what is locked: what one step may depends on the others."""
    of = session.scalar(select(ProcedureStep.procedure_id).where(ProcedureStep.id == step_id))
    procedure = procedure_by_id(session, found(of, "step"), locked=locked)
    return next(step for step in procedure.steps if step.id == step_id)


def line_by_id(session, line_id: UUID) -> tuple[Procedure, ProcedureLine]:
    of = session.scalar(select(ProcedureLine.procedure_id).where(ProcedureLine.id == line_id))
    procedure = procedure_by_id(session, found(of, "line of a list"), locked=True)
    return procedure, next(line for line in procedure.lines if line.id == line_id)


def finding_by_id(session, finding_id: UUID, *, locked: bool = False) -> Finding:
    """With its procedure, which is what is locked: the last notice that is settled may be the procedure's end."""
    of = found(session.scalar(select(Finding.procedure_id).where(Finding.id == finding_id)), "notice")
    if locked:
        procedure_by_id(session, of, locked=True)
    wanted = select(Finding).where(Finding.id == finding_id).execution_options(populate_existing=locked)
    return session.scalar(wanted)


def findings(asked: dict):
    names = ("site_id", "procedure_id", "unit_id", "kind", "responsible", "category", "number")
    wanted = matching(select(Finding), asked, Finding, *names)
    return in_states(wanted, asked, Finding)


def findings_of(session, procedure_id: UUID) -> list[Finding]:
    chosen = select(Finding).where(Finding.procedure_id == procedure_id)
    return list(session.scalars(chosen.order_by(Finding.number)))


def checks_of(session, procedure_id: UUID) -> list[ProcedureCheck]:
    chosen = select(ProcedureCheck).where(ProcedureCheck.procedure_id == procedure_id)
    return list(session.scalars(chosen.order_by(ProcedureCheck.at, ProcedureCheck.id)))


def action_by_id(session, action_id: UUID, *, locked: bool = False) -> CorrectiveAction:
    wanted = select(CorrectiveAction).where(CorrectiveAction.id == action_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "corrective action")


def actions(asked: dict):
    return matching(select(CorrectiveAction), asked, CorrectiveAction, "site_id", "state", "category", "number")


def procedures(asked: dict):
    wanted = matching(
        select(Procedure), asked, Procedure, "site_id", "kind", "unit_id", "building_id", "batch_id", "number"
    )
    wanted = in_states(wanted, asked, Procedure)
    if asked.get("text"):
        said = asked["text"]
        named = (Procedure.number, Procedure.place, Procedure.party_name)
        like = [column.icontains(said, autoescape=True) for column in named]
        wanted = wanted.where(like[0] | like[1] | like[2])
    if asked.get("overdue_at"):
        late = select(ProcedureStep.procedure_id).where(
            ProcedureStep.state.in_(OPEN), ProcedureStep.due_at <= asked["overdue_at"]
        )
        wanted = wanted.where(Procedure.id.in_(late), Procedure.state == ProcedureState.RUNNING)
    return wanted


def acts_of(session, procedure_id: UUID) -> list[ProcedureAct]:
    chosen = select(ProcedureAct).where(ProcedureAct.procedure_id == procedure_id)
    return list(session.scalars(chosen.order_by(ProcedureAct.at, ProcedureAct.id).limit(LONGEST)))


def running_of(session, kind: str, subject: str) -> Procedure | None:
    chosen = select(Procedure).where(Procedure.kind == kind, Procedure.subject == subject)
    return session.scalar(chosen.where(Procedure.state == ProcedureState.RUNNING))


def awaiting(session, site_id: UUID, reference: str) -> list[UUID]:
    """The steps that wait for whatever is known by this number, in the order in which all lock them."""
    chosen = select(ProcedureStep.id).where(ProcedureStep.site_id == site_id, ProcedureStep.reference == reference)
    chosen = chosen.where(ProcedureStep.state == StepState.EXPECTED)
    return list(session.scalars(chosen.order_by(ProcedureStep.procedure_id, ProcedureStep.position)))


def ended_by(session, site_id: UUID, references: list[str]) -> list[UUID]:
    """The steps that were ended by one of these numbers."""
    chosen = select(ProcedureStep.id).where(ProcedureStep.site_id == site_id, ProcedureStep.state == StepState.DONE)
    chosen = chosen.where(ProcedureStep.reference.in_(references))
    return list(session.scalars(chosen.order_by(ProcedureStep.procedure_id, ProcedureStep.position)))


def late_steps(session, site_id: UUID, now: datetime) -> list[tuple[ProcedureStep, Procedure]]:
    """Overdue, and whose turn it is: what waits for another late step is not counted beside it."""
    wanted = select(ProcedureStep, Procedure).join(Procedure, Procedure.id == ProcedureStep.procedure_id)
    wanted = wanted.where(ProcedureStep.site_id == site_id, ProcedureStep.state.in_(OPEN), ProcedureStep.due_at <= now)
    wanted = wanted.where(Procedure.state == ProcedureState.RUNNING).order_by(ProcedureStep.due_at, ProcedureStep.id)
    return [(step, procedure) for step, procedure in session.execute(wanted) if procedure.ready(step)]


def late_findings(session, site_id: UUID, now: datetime) -> list[Finding]:
    wanted = select(Finding).where(Finding.site_id == site_id, Finding.state.in_(UNSETTLED))
    late = (Finding.due_at <= now) | (Finding.state == FindingState.ESCALATED)
    return list(session.scalars(wanted.where(late).order_by(Finding.due_at, Finding.id)))


def left_open(session, site_id: UUID, now: datetime) -> list[dict]:
    """What a shift may not forget: steps and notices past their time, and works not patrolled (RD-7, RM-5)."""
    rows = [
        _row(
            "procedure_step", step.id, procedure.number, f"{procedure.name['zh']} · {step.name['zh']}", procedure.place
        )
        | {"due_at": step.due_at, "state": str(step.state)}
        for step, procedure in late_steps(session, site_id, now)
    ]
    rows += [
        _row("finding", one.id, one.number, one.description[:300], one.place)
        | {"due_at": one.due_at, "state": str(one.state)}
        for one in late_findings(session, site_id, now)
    ]
    site = find_site(session, site_id)
    rows += [
        _row("patrol", one.id, one.number, f"装修巡查 {done}/{wanted} · patrols of the works", one.place)
        | {"due_at": None, "state": "due"}
        for one, done, wanted in works_not_patrolled(session, site, now)
    ]
    return rows


def _row(kind: str, subject_id: UUID, number: str, words: str, place: str) -> dict:
    return {"kind": kind, "subject_id": subject_id, "number": number, "words": words[:300], "place": place}
