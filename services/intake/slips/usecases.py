"""What can be done with slips: sent, received, answered, judged, told when late, summed up each week (RD-12)."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import find_site, find_unit_by_id
from shared.contracts.intake_slips import SlipOverdue, SlipSummaryIssued
from shared.errors import BadInput
from shared.ids import new_id

from .models import OPEN, STAFF, Slip, SlipSummary
from .queries import due_between
from .rules import by_department, departments_of, rules_of, week_told


def send_slip(
    work,
    site_id: UUID,
    from_department: str,
    to_department: str,
    due_at: datetime | None = None,
    unit_id: UUID | None = None,
    **facts,
) -> Slip:
    work.principal.require(site_id, *STAFF)
    site = find_site(work.session, site_id)
    _refuse_strange(departments_of(work.session, site_id), from_department, to_department)
    due = due_at or work.now + timedelta(hours=rules_of(site)["due_hours"])
    if due <= work.now:
        raise BadInput("It would be late at once.", errors={"due_at": ["A later moment is expected."]})
    unit = find_unit_by_id(work.session, unit_id) if unit_id else None
    if unit is not None and unit.site_id != site_id:
        raise BadInput("This unit is of another site.", errors={"unit_id": ["A unit of this site is expected."]})
    slip = Slip(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site_id,
        number=work.number("IS", site_id, zone=site.timezone),
        from_department=from_department,
        to_department=to_department,
        due_at=due,
        unit_id=unit.id if unit else None,
        unit_code=unit.code if unit else None,
        sent_at=work.now,
        sent_by=work.principal.subject,
        sent_by_name=work.principal.name,
        times_sent_back=0,
        **facts,
    )
    work.session.add(slip)
    work.session.flush()
    work.timers.set("slip_overdue", slip.id, due + timedelta(seconds=1), site_id=site_id)
    return slip


def _refuse_strange(known: dict, from_department: str, to_department: str) -> None:
    faults = {
        name: [f"One of these is expected: {', '.join(sorted(known))}."]
        for name, code in (("from_department", from_department), ("to_department", to_department))
        if code not in known
    }
    if from_department == to_department:
        faults["to_department"] = ["Another department is expected."]
    if faults:
        raise BadInput("Between which departments?", errors=faults)


def receive_slip(work, slip: Slip) -> Slip:
    slip.move("receive", work.principal)
    slip.received_at, slip.received_by_name = work.now, work.principal.name
    return _kept(work, slip)


def answer_slip(work, slip: Slip, answer: str) -> Slip:
    slip.move("answer", work.principal, answer=answer)
    if slip.received_at is None:
        slip.received_at, slip.received_by_name = work.now, work.principal.name
    slip.answer, slip.answered_at, slip.answered_by_name = answer, work.now, work.principal.name
    return _kept(work, slip)


def close_slip(work, slip: Slip) -> Slip:
    """The sender says that it is settled."""
    slip.move("close", work.principal)
    return _end(work, slip)


def send_back(work, slip: Slip, reason: str) -> Slip:
    """The answer does not do: it stays late, or becomes it, until there is another."""
    slip.move("send-back", work.principal, reason=reason)
    slip.answered_at = slip.answered_by_name = None
    slip.times_sent_back, slip.reason = slip.times_sent_back + 1, reason
    if slip.overdue_told_at is None:
        work.timers.set(
            "slip_overdue", slip.id, max(slip.due_at, work.now) + timedelta(seconds=1), site_id=slip.site_id
        )
    return _kept(work, slip)


def withdraw_slip(work, slip: Slip, reason: str) -> Slip:
    slip.move("withdraw", work.principal, reason=reason)
    slip.reason = reason
    return _end(work, slip)


def _end(work, slip: Slip) -> Slip:
    slip.ended_at, slip.ended_by_name = work.now, work.principal.name
    work.timers.cancel("slip_overdue", slip.id)
    return _kept(work, slip)


def _kept(work, slip: Slip) -> Slip:
    work.session.flush()
    return slip


def tell_overdue(work, slip: Slip | None) -> None:
    """Once, to the supervisor; what was answered in time needs nobody."""
    if slip is None or slip.state not in OPEN or slip.overdue_told_at is not None:
        return
    slip.overdue_told_at = work.now
    work.session.flush()
    name = departments_of(work.session, slip.site_id).get(slip.to_department)
    said = {"slip_id": slip.id, "number": slip.number, "subject": slip.subject, "due_at": slip.due_at, "at": work.now}
    said["to_department"] = name or {"zh": slip.to_department, "en": slip.to_department}
    work.announce(SlipOverdue, about=slip.id, site_id=slip.site_id, **said)


def summary_due(session, site, now: datetime) -> bool:
    """Whether the last week is still to be summed up; a week in which nothing was due needs no words."""
    since, until, _told_at = week_told(site, now)
    there = select(SlipSummary.id).where(SlipSummary.site_id == site.id, SlipSummary.week == _monday(site, since))
    return session.scalar(there) is None and bool(due_between(session, site.id, since, until))


def issue_summary(work, site) -> SlipSummary:
    since, until, _told_at = week_told(site, work.now)
    slips = due_between(work.session, site.id, since, until)
    departments = by_department(slips, departments_of(work.session, site.id), work.now)
    week, scope = _monday(site, since), {"operator_id": site.operator_id, "site_id": site.id}
    summary = SlipSummary(id=new_id(), week=week, at=work.now, departments=departments, **scope)
    work.session.add(summary)
    work.session.flush()
    said = {"summary_id": summary.id, "week": week, "departments": departments, "at": work.now}
    said["target_percent"] = rules_of(site)["target_percent"]
    work.announce(SlipSummaryIssued, about=summary.id, site_id=site.id, **said)
    return summary


def _monday(site, since: datetime):
    return site.date_at(since)
