"""Somebody looked: at the works, or at the records; what was wrong becomes written notices (RM-3, RM-5)."""

from services.intake.procedures.findings import LOOKERS, FindingKind, ProcedureCheck
from services.intake.procedures.models import Procedure
from services.intake.tickets.lifecycle import LEADERS
from shared.ids import new_id

from .going_on import note_act
from .write_finding import write_finding

FOUND = {"patrol": FindingKind.VIOLATION, "records": FindingKind.RECORD}


def record_check(work, procedure: Procedure, kind: str, note: str | None = None, findings=()) -> ProcedureCheck:
    """Records are looked at by those who lead, also when the procedure has ended; works while they go on."""
    work.principal.require(procedure.site_id, *(LEADERS if kind == "records" else LOOKERS))
    written = [write_finding(work, procedure, kind=FOUND[kind], **finding) for finding in findings]
    check = ProcedureCheck(
        id=new_id(),
        operator_id=procedure.operator_id,
        site_id=procedure.site_id,
        procedure_id=procedure.id,
        kind=kind,
        at=work.now,
        by_name=work.principal.name,
        note=note,
        found=len(written),
    )
    work.session.add(check)
    note_act(
        work, procedure, f"looked_{kind}", reason=(note or "")[:500] or None, found=[one.number for one in written]
    )
    work.session.flush()
    return check
