"""What procedures tell the other services: a permit, a notice to put something right, its escalation (RM-4, RM-5)."""

from datetime import date

from shared.contracts.intake_procedures import NoticeEscalated, NoticeWritten, RenovationApproved


def renovation_approved(work, step) -> None:
    """With what the permit says, if it says so."""
    procedure, until = step.procedure, step.value("valid_until")
    work.announce(
        RenovationApproved,
        about=procedure.id,
        site_id=procedure.site_id,
        procedure_id=procedure.id,
        number=procedure.number,
        unit_id=procedure.unit_id,
        unit_code=procedure.unit_code,
        valid_until=date.fromisoformat(until) if until else None,
        work_hours=step.value("work_hours"),
        at=work.now,
    )


ANNOUNCED = {RenovationApproved.name: renovation_approved}


def announce_step(work, step) -> None:
    """What the rule of the step says is told when it is done; only where there is a unit whose people it concerns."""
    tell = ANNOUNCED.get(step.rule.get("announces"))
    if tell and step.procedure.unit_id:
        tell(work, step)


def announce_notice(work, finding) -> None:
    """To the owner of a unit who has to see to it; what the house or the developer puts right is no letter to them."""
    if finding.unit_id is None or finding.responsible not in ("owner", "contractor"):
        return
    work.announce(
        NoticeWritten,
        about=finding.id,
        site_id=finding.site_id,
        finding_id=finding.id,
        number=finding.number,
        unit_id=finding.unit_id,
        unit_code=finding.procedure.place,
        category=finding.category,
        description=finding.description,
        due_at=finding.due_at,
        at=work.now,
    )


def announce_escalation(work, finding) -> None:
    work.announce(
        NoticeEscalated,
        about=finding.id,
        site_id=finding.site_id,
        finding_id=finding.id,
        number=finding.number,
        place=finding.place,
        description=finding.description,
        responsible=str(finding.responsible),
        reason=finding.reason,
        at=work.now,
    )
