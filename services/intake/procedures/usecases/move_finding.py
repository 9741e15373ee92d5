"""A written notice on its way: put right, looked at again, refused, given more time, settled (RM-1, RM-5, RM-8)."""

from datetime import datetime, timedelta

from services.intake.chronicle.usecases import record_of_unit
from services.intake.directory.queries import find_site
from services.intake.procedures.announcing import announce_escalation
from services.intake.procedures.findings import Finding, FindingState
from services.intake.procedures.site_rules import rules_of
from shared.errors import BadInput

from .going_on import finish_if_done, note_act
from .write_finding import LATE


def rectify_finding(work, finding: Finding, note: str) -> Finding:
    """Reported as put right: somebody has to look before it is settled."""
    finding.move("rectify", work.principal, note=note)
    finding.note, finding.rectified_at, finding.rectified_by_name = note, work.now, work.principal.name
    return _noted(work, finding, "rectified", note)


def accept_finding(work, finding: Finding, note: str | None = None) -> Finding:
    finding.move("accept", work.principal)
    finding.closed_at, finding.closed_by_name = work.now, work.principal.name
    work.timers.cancel(LATE, finding.id)
    record_of_unit(work, finding.procedure, "notice.settled", number=finding.number, note=note)
    _noted(work, finding, "accepted", note)
    finish_if_done(work, finding.procedure)
    return finding


def reject_finding(work, finding: Finding, reason: str, due_at: datetime | None = None) -> Finding:
    """Looked at, and not right: once more, with a deadline of its own."""
    finding.move("reject", work.principal, reason=reason)
    finding.times += 1
    finding.rectified_at = finding.rectified_by_name = None
    finding.reason = reason
    _set_deadline(work, finding, due_at)
    return _noted(work, finding, "rejected", reason)


def refuse_finding(work, finding: Finding, reason: str) -> Finding:
    """Who should put it right will not: it goes to the leaders (RM-5)."""
    finding.move("refuse", work.principal, reason=reason)
    return _escalated(work, finding, reason)


def escalate_finding(work, finding: Finding) -> datetime | None:
    """Its deadline passed and nobody reported it put right. Given more time meanwhile: looked at again then."""
    if finding.state is not FindingState.OPEN:
        return None
    if finding.due_at > work.now:
        return finding.due_at
    finding.move("escalate", work.principal)
    _escalated(work, finding, None)
    return None


def extend_finding(work, finding: Finding, due_at: datetime, reason: str) -> Finding:
    before = finding.due_at.isoformat()
    finding.move("extend", work.principal, due_at=due_at, reason=reason)
    _set_deadline(work, finding, due_at)
    finding.escalated_at = None
    facts = {"before": {"due_at": before}, "after": {"due_at": due_at.isoformat()}, "because": reason}
    work.audit("finding.extended", about=finding, **facts)
    return _noted(work, finding, "extended", reason, due_at=due_at.isoformat())


def withdraw_finding(work, finding: Finding, reason: str) -> Finding:
    finding.move("withdraw", work.principal, reason=reason)
    finding.reason, finding.closed_at, finding.closed_by_name = reason, work.now, work.principal.name
    work.timers.cancel(LATE, finding.id)
    work.audit("finding.withdrawn", about=finding, because=reason)
    _noted(work, finding, "withdrawn", reason)
    finish_if_done(work, finding.procedure)
    return finding


def _escalated(work, finding: Finding, reason: str | None) -> Finding:
    finding.escalated_at, finding.reason = work.now, reason or finding.reason
    announce_escalation(work, finding)
    record_of_unit(work, finding.procedure, "notice.escalated", number=finding.number, reason=reason)
    return _noted(work, finding, "escalated", reason)


def _set_deadline(work, finding: Finding, due_at: datetime | None) -> None:
    hours = rules_of(find_site(work.session, finding.site_id))["rectify_hours"]
    finding.due_at = due_at or work.now + timedelta(hours=hours)
    if finding.due_at <= work.now:
        raise BadInput("The deadline has passed.", errors={"due_at": ["A later moment is expected."]})
    work.timers.set(LATE, finding.id, finding.due_at, site_id=finding.site_id)


def _noted(work, finding: Finding, action: str, reason: str | None, **facts) -> Finding:
    note_act(work, finding.procedure, action, reason=(reason or "")[:500] or None, notice=finding.number, **facts)
    work.session.flush()
    return finding
