"""Something is wrong: it becomes a written notice with a deadline, for whoever has to put it right (RM-5, RM-8)."""

from datetime import datetime, timedelta

from services.intake.chronicle.usecases import record_of_unit
from services.intake.directory.queries import find_site
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
    due_at = due_at or work.now + timedelta(hours=rules_of(site)["rectify_hours"])
    if due_at <= work.now:
        raise BadInput("The deadline has passed.", errors={"due_at": ["A later moment is expected."]})
    by = {"found_at": work.now, "found_by_name": work.principal.name, "state": FindingState.OPEN, "times": 0}
    finding = Finding(
        id=new_id(),
        operator_id=procedure.operator_id,
        site_id=procedure.site_id,
        number=work.number("NT", site.id, zone=site.timezone),
        kind=kind,
        procedure=procedure,
        step_code=step.code if step else None,
        unit_id=procedure.unit_id,
        category=category,
        description=description,
        due_at=due_at,
        responsible=responsible or USUALLY[procedure.kind],
        **{**by, "place": procedure.place, **facts},
    )
    work.session.add(finding)
    work.session.flush()
    work.timers.set(LATE, finding.id, due_at, site_id=site.id)
    note_act(work, procedure, "noticed", step, reason=description[:500], notice=finding.number, category=category)
    record_of_unit(work, procedure, "notice.written", number=finding.number, note=description[:500])
    if kind == FindingKind.VIOLATION:
        open_if_repeated(work, site, category)
    return finding
