"""A step is left out, expressly: by who may by its rule, and with a reason that stands in the history (RM-1)."""

from services.intake.procedures.proof import refuse_early
from services.intake.procedures.steps import ProcedureStep

from .going_on import ended
from .stopped import refuse_stopped


def skip_step(work, step: ProcedureStep, reason: str) -> ProcedureStep:
    refuse_stopped(step)
    step.move("skip", work.principal, reason=reason)
    refuse_early(step)
    step.end(work.principal, work.now, reason=reason)
    facts = {"after": {"number": step.procedure.number, "step": step.code}, "because": reason}
    work.audit("procedure_step.skipped", about=step, **facts)
    return ended(work, step, "skipped")
