"""A step is done: by who may, after what comes before, with its proof (RM-1)."""

from services.intake.procedures.announcing import announce_step
from services.intake.procedures.proof import proof_of, refuse_unready
from services.intake.procedures.steps import ProcedureStep

from .going_on import ended
from .stopped import refuse_stopped


def complete_step(work, step: ProcedureStep, **given) -> ProcedureStep:
    """`step` was read with its procedure locked: of two at once, the second hears that it is done."""
    refuse_stopped(step)
    step.move("complete", work.principal)
    refuse_unready(work.session, step.procedure, step, work.now)
    proof = proof_of(step, given)
    refuse_unready(work.session, step.procedure, step, work.now, proof.get("fields"))
    step.end(work.principal, work.now, proof=proof)
    announce_step(work, step)
    return ended(work, step, "completed", **proof)
