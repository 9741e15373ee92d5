"""A procedure that has ended takes no step any more."""

from services.intake.procedures.models import Procedure
from services.intake.procedures.steps import ProcedureStep
from shared.errors import Conflict


def refuse_stopped(step: ProcedureStep) -> None:
    if not step.procedure.is_running:
        said = f"{step.procedure.number} has ended: {step.procedure.state}."
        raise Conflict(said, state=str(step.state), allowed=[])


def refuse_ended(procedure: Procedure) -> None:
    if not procedure.is_running:
        said = f"{procedure.number} has ended."
        raise Conflict(said, state=str(procedure.state), allowed=[])
