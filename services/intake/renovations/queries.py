"""Reading passes and tests: of one renovation, and what is missing at a site (RM-4, RM-5, RM-6)."""

from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import matching
from shared.errors import found

from .models import WaterTest, WaterTestState, WorkerPass, WorkerPassState

PAGE = (WorkerPass.issued_at, WorkerPass.id)


def pass_by_id(session, pass_id: UUID, **how) -> WorkerPass:
    return _one(session, WorkerPass, pass_id, "worker's pass", **how)


def test_by_id(session, test_id: UUID, **how) -> WaterTest:
    return _one(session, WaterTest, test_id, "closed-water test", **how)


def _one(session, model, thing_id: UUID, what: str, *, locked: bool = False, of: UUID | None = None):
    """`of` a renovation: one of another is not to be found there."""
    wanted = select(model).where(model.id == thing_id).execution_options(populate_existing=locked)
    if of is not None:
        wanted = wanted.where(model.procedure_id == of)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), what)


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
