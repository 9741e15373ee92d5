"""A step was tried and was not right: that is written down, and what has to be done again opens (RM-1, RM-4)."""

from services.intake.chronicle.usecases import record_of_unit
from services.intake.procedures.proof import refuse_early
from services.intake.procedures.steps import ProcedureStep
from shared.errors import BadInput

from .going_on import note_act, open_again, watch
from .stopped import refuse_stopped
from .write_finding import write_finding


def fail_step(work, step: ProcedureStep, reason: str, findings: list[dict] | None = None) -> ProcedureStep:
    """A review sends back to the application; an inspection leaves defects, each with a deadline, and is made again."""
    refuse_stopped(step)
    step.move("fail", work.principal, reason=reason)
    refuse_early(step)
    rule, procedure = step.rule["fail"], step.procedure
    if rule["findings"] and not findings:
        raise BadInput("Say what is wrong.", errors={"findings": ["At least one defect is expected."]})
    written = [write_finding(work, procedure, step=step, **finding) for finding in findings or ()]
    again = [one for code in rule["back_to"] if (one := procedure.step(code))]
    again += [one for first in again for one in procedure.resting_on(first)]
    again = sorted({one.code: one for one in again}.values(), key=lambda one: one.position)
    for one in again:
        one.move("redo", work.principal)
    step.failures += 1
    step.reference = None
    note_act(work, procedure, "failed", step, reason=reason, findings=[one.number for one in written])
    open_again(work, again, "sent_back", reason)
    step.due_at, step.overdue_at = procedure.due_of(step, work.now), None
    watch(work, [step])
    record_of_unit(work, procedure, "procedure.step_failed", number=procedure.number, note=step.words, reason=reason)
    work.session.flush()
    return step
