"""Reading passes and tests: of one renovation, and what is missing at a site (RM-4, RM-5, RM-6)."""

from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import matching
from shared.errors import NotFound

from .models import WaterTest, WaterTestState, WorkerPass, WorkerPassState

PAGE = (WorkerPass.issued_at, WorkerPass.id)


def _found(thing, what: str):
    if thing is None:
        raise NotFound(f"There is no such {what}.")
    return thing


def pass_by_id(session, pass_id: UUID, *, locked: bool = False) -> WorkerPass:
    wanted = select(WorkerPass).where(WorkerPass.id == pass_id).execution_options(populate_existing=locked)
    return _found(session.scalar(wanted.with_for_update() if locked else wanted), "worker's pass")


def test_by_id(session, test_id: UUID, *, locked: bool = False) -> WaterTest:
    wanted = select(WaterTest).where(WaterTest.id == test_id).execution_options(populate_existing=locked)
    return _found(session.scalar(wanted.with_for_update() if locked else wanted), "closed-water test")


def passes(asked: dict):
    return matching(select(WorkerPass), asked, WorkerPass, "site_id", "procedure_id", "unit_id", "state", "number")


def passes_of(session, procedure_id: UUID) -> list[WorkerPass]:
    chosen = select(WorkerPass).where(WorkerPass.procedure_id == procedure_id)
    return list(session.scalars(chosen.order_by(WorkerPass.number)))


def tests_of(session, procedure_id: UUID) -> list[WaterTest]:
    """In the order in which they were written down: ids sort by time."""
    chosen = select(WaterTest).where(WaterTest.procedure_id == procedure_id)
    return list(session.scalars(chosen.order_by(WaterTest.id)))


def passes_out(session, procedure_id: UUID) -> list[WorkerPass]:
    """Neither returned nor listed to security as missing."""
    return [one for one in passes_of(session, procedure_id) if one.state is WorkerPassState.ISSUED]


def areas_not_tight(session, procedure_id: UUID) -> list[str] | None:
    """Areas whose last test was not passed; None when nothing was tested at all."""
    last = {test.area: test for test in tests_of(session, procedure_id)}
    if not last:
        return None
    return [area for area, test in last.items() if test.state is not WaterTestState.PASSED]
