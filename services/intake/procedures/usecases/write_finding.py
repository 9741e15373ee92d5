"""Something is wrong: it becomes a written notice with a deadline, for whoever has to put it right (RM-5, RM-8)."""

from datetime import datetime, timedelta

from services.intake.chronicle.usecases import record_of_unit
from services.intake.directory.queries import find_site
from services.intake.procedures.announcing import announce_notice
from services.intake.procedures.findings import LOOKERS, Finding, FindingKind, FindingState, Responsible
from services.intake.procedures.models import Procedure
from services.intake.procedures.site_rules import rules_of
from services.intake.procedures.states import DOERS
from shared.errors import BadInput
from shared.ids import new_id

from .going_on import note_act
from .see_to_cause import open_if_repeated
from .stopped import refuse_ended

LATE = "procedure_finding_due"
USUALLY = {"take_over": Responsible.DEVELOPER, "move_in": Responsible.DEVELOPER, "renovation": Responsible.OWNER}


def write_finding(
    work,
    procedure: Procedure,
    category: str,
    description: str,
    kind: FindingKind = FindingKind.DEFECT,
    step=None,
    due_at: datetime | None = None,
    responsible: Responsible | None = None,
    **facts,
) -> Finding:
    work.principal.require(procedure.site_id, *(LOOKERS if kind != FindingKind.DEFECT else DOERS))
    if kind != FindingKind.RECORD:  # records are looked at when all is done
        refuse_ended(procedure)
    site = find_site(work.session, procedure.site_id)
    finding = Finding(
        id=new_id(),
        operator_id=procedure.operator_id,
        site_id=site.id,
        number=work.number("NT", site.id, zone=site.timezone),
        kind=kind,
        procedure=procedure,
        step_code=step.code if step else None,
        unit_id=procedure.unit_id,
        category=category,
        description=description,
        due_at=_deadline(work, site, due_at),
        responsible=responsible or USUALLY[procedure.kind],
        state=FindingState.OPEN,
        found_at=work.now,
        found_by_name=work.principal.name,
        times=0,
        **{"place": procedure.place, **facts},
    )
    work.session.add(finding)
    work.session.flush()
    _tell(work, finding, step)
    if kind == FindingKind.VIOLATION:
        open_if_repeated(work, site, category)
    return finding


def _deadline(work, site, due_at: datetime | None) -> datetime:
    due_at = due_at or work.now + timedelta(hours=rules_of(site)["rectify_hours"])
    if due_at <= work.now:
        raise BadInput("The deadline has passed.", errors={"due_at": ["A later moment is expected."]})
    return due_at


def _tell(work, finding: Finding, step) -> None:
    """Into the history and the chronicle, to the owner, and to the clock."""
    procedure, said = finding.procedure, finding.description[:500]
    work.timers.set(LATE, finding.id, finding.due_at, site_id=finding.site_id)
    note_act(work, procedure, "noticed", step, reason=said, notice=finding.number, category=finding.category)
    record_of_unit(work, procedure, "notice.written", number=finding.number, note=said)
    announce_notice(work, finding)
