"""How far a bulk move-in has come: counts per step, and what every unit still lacks (RM-2)."""

from types import SimpleNamespace
from uuid import UUID

from sqlalchemy import select

from services.intake.directory.models import Building, Unit
from services.intake.directory.queries import matching
from services.intake.procedures.findings import UNSETTLED, Finding
from services.intake.procedures.models import Procedure
from services.intake.procedures.states import OPEN, ProcedureState
from shared.errors import found

from .models import MoveInBatch

PAGE = (MoveInBatch.opened_at, MoveInBatch.id)


def batch_by_id(session, batch_id: UUID) -> MoveInBatch:
    return found(session.scalar(select(MoveInBatch).where(MoveInBatch.id == batch_id)), "batch")


def batches(asked: dict):
    return matching(select(MoveInBatch), asked, MoveInBatch, "site_id", "building_id")


def building_of(session, building_id: UUID) -> Building:
    return found(session.scalar(select(Building).where(Building.id == building_id)), "building")


def units_to_move_in(session, building_id: UUID) -> list[Unit]:
    """Units in use of the building without a move-in that is running or finished."""
    begun = select(Procedure.unit_id).where(Procedure.kind == "move_in", Procedure.unit_id.is_not(None))
    begun = begun.where(Procedure.state != ProcedureState.ABANDONED)
    wanted = select(Unit).where(Unit.building_id == building_id, Unit.active, Unit.id.not_in(begun))
    return list(session.scalars(wanted.order_by(Unit.code)))


def progress_of(session, batch: MoveInBatch) -> SimpleNamespace:
    """Three statements, however many units there are."""
    chosen = select(Procedure).where(Procedure.batch_id == batch.id).order_by(Procedure.place)
    procedures = list(session.scalars(chosen))
    open_notices = _notices(session, batch)
    rows = [_row(procedure, open_notices.get(procedure.id, [])) for procedure in procedures]
    counts = {state.value: sum(1 for one in procedures if one.state is state) for state in ProcedureState}
    return SimpleNamespace(batch_id=batch.id, units=len(procedures), **counts, steps=_per_step(procedures), rows=rows)


def _per_step(procedures: list[Procedure]) -> list[dict]:
    """In the order of the steps; a batch has one edition, so all have the same."""
    told: dict[str, dict] = {}
    for procedure in procedures:
        for step in procedure.steps:
            row = told.setdefault(step.code, {"code": step.code, "name": step.name, "done": 0, "skipped": 0, "left": 0})
            row["left" if step.state in OPEN else str(step.state)] += 1
    return list(told.values())


def _row(procedure: Procedure, notices: list[str]) -> dict:
    running = procedure.is_running
    following = procedure.next_step if running else None
    return {
        "procedure_id": procedure.id,
        "number": procedure.number,
        "unit_id": procedure.unit_id,
        "unit_code": procedure.place,
        "state": procedure.state,
        "done": len(procedure.steps) - len(procedure.unfinished),
        "of": len(procedure.steps),
        "missing": [step.code for step in procedure.unfinished] if running else [],
        "next_name": following.name if following else None,
        "notices": notices,
        "skipped": [step.code for step in procedure.steps if step.state == "skipped"],
    }


def _notices(session, batch: MoveInBatch) -> dict[UUID, list[str]]:
    chosen = select(Finding.procedure_id, Finding.number).join(Procedure, Procedure.id == Finding.procedure_id)
    chosen = chosen.where(Procedure.batch_id == batch.id, Finding.state.in_(UNSETTLED)).order_by(Finding.number)
    found: dict[UUID, list[str]] = {}
    for procedure_id, number in session.execute(chosen):
        found.setdefault(procedure_id, []).append(number)
    return found
