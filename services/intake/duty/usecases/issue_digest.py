"""At the day's hours the open items are sorted by department and put to each of them (RD-10)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.intake.duty.figures import departments_of
from services.intake.duty.models import DutyDigest, EntryKind
from services.intake.duty.plan import wall
from services.intake.duty.queries import digests, names_of_departments
from services.intake.duty.site_rules import rules_of
from shared.contracts.intake_duty import DigestIssued
from shared.ids import new_id

from .write_entry import enter


def issue_digest(work, site) -> DutyDigest | None:
    """For the hour that is due; None when there is none."""
    due = digest_due(work.session, site, work.now)
    if due is None:
        return None
    names = names_of_departments(work.session, site.id)
    departments = departments_of(work.session, site.id, rules_of(site), names, work.now)
    scope = {"operator_id": site.operator_id, "site_id": site.id}
    digest = DutyDigest(id=new_id(), **scope, day=due[0], slot=due[1], at=work.now, departments=departments)
    work.session.add(digest)
    work.session.flush()
    if departments:
        _put_to_departments(work, site, digest)
    return digest


def digest_due(session, site, now: datetime) -> tuple[date, str] | None:
    """The day and its latest hour that has come and was not answered yet."""
    rules, zone = rules_of(site), ZoneInfo(site.timezone)
    day = now.astimezone(zone).date()
    come = [slot for slot in sorted(rules["digest_at"]) if wall(day, slot, zone) <= now]
    if not come:
        return None
    issued = session.scalar(digests({"site_id": site.id, "day": day, "slot": come[-1]}))
    return None if issued else (day, come[-1])


def _put_to_departments(work, site, digest: DutyDigest) -> None:
    said = ", ".join(f"{part['name']['zh']} {part['name']['en']} {part['open']}" for part in digest.departments)
    enter(work, site, EntryKind.DIGEST, f"{digest.slot} 未办事项通报各部门 · open items by department: {said}")
    facts = {"digest_id": digest.id, "day": digest.day, "slot": digest.slot, "departments": digest.departments}
    work.announce(DigestIssued, about=digest.id, site_id=site.id, **facts, at=work.now)
