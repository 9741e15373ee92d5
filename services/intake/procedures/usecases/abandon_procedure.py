"""A procedure ends before it is done: by a leader, with the reason (RM-1)."""

from services.intake.chronicle.usecases import record_of_unit
from services.intake.procedures.models import Procedure

from .claim_reference import release_references
from .going_on import DUE, note_act


def abandon_procedure(work, procedure: Procedure, reason: str) -> Procedure:
    procedure.move("abandon", work.principal, reason=reason)
    procedure.ended_at, procedure.end_reason = work.now, reason
    work.timers.cancel(DUE, *(step.id for step in procedure.steps))
    note_act(work, procedure, "abandoned", reason=reason, left=[step.code for step in procedure.unfinished])
    release_references(work, procedure)
    work.audit("procedure.abandoned", about=procedure, because=reason)
    record_of_unit(work, procedure, "procedure.abandoned", number=procedure.number, reason=reason)
    work.session.flush()
    return procedure
