"""A step that was done or skipped wrongly is opened again by a leader, as long as nothing rests on it (RM-1)."""

from services.intake.procedures.steps import ProcedureStep
from shared.errors import Conflict

from .going_on import open_again
from .stopped import refuse_stopped


def reopen_step(work, step: ProcedureStep, reason: str) -> ProcedureStep:
    refuse_stopped(step)
    resting = [one.code for one in step.procedure.resting_on(step)]
    step.move("reopen", work.principal, reason=reason)
    if resting:
        said = f"What was done after it rests on it: {', '.join(resting)}. Open that again first."
        raise Conflict(said, state=str(step.state), rests_on_it=resting, allowed=[])
    work.audit("procedure_step.reopened", about=step, because=reason)
    open_again(work, [step], "reopened", reason)
    return step
