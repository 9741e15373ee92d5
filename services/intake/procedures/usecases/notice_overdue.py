"""A step is past its deadline: it is written down once, and stands among what a shift hands over (RM-1, RD-7)."""

from services.intake.chronicle.usecases import record_of_unit
from services.intake.procedures.steps import ProcedureStep

from .going_on import note_act


def notice_overdue(work, step: ProcedureStep) -> None:
    """A step that was done, or given more time, while the timer ran is not late."""
    if not step.is_late(work.now) or step.overdue_at is not None or not step.procedure.is_running:
        return
    step.overdue_at = work.now
    note_act(work, step.procedure, "overdue", step, due_at=step.due_at.isoformat())
    record_of_unit(work, step.procedure, "procedure.step_overdue", number=step.procedure.number, note=step.words)
