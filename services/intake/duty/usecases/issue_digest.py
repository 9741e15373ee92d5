"""At the day's hours the open items are sorted by department and put to each of them (RD-10)."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from services.intake.duty.figures import departments_of
from services.intake.duty.models import DutyDigest, EntryKind
from services.intake.duty.plan import wall
from services.intake.duty.queries import names_of_departments
from services.intake.duty.site_rules import rules_of
from shared.contracts.intake_duty import DigestIssued
from shared.ids import new_id

from .write_entry import enter


def issue_digest(work, site) -> DutyDigest | None:
    """The latest hour that has come today and was not answered yet; None when there is none."""
    rules, zone = rules_of(site), ZoneInfo(site.timezone)
    day = work.now.astimezone(zone).date()
    come = [slot for slot in sorted(rules["digest_at"]) if wall(day, slot, zone) <= work.now]
    if not come or _issued(work.session, site.id, day, come[-1]):
        return None
    departments = departments_of(work.session, site.id, rules, names_of_departments(work.session, site.id), work.now)
    scope = {"operator_id": site.operator_id, "site_id": site.id}
    digest = DutyDigest(id=new_id(), **scope, day=day, slot=come[-1], at=work.now, departments=departments)
    work.session.add(digest)
    work.session.flush()
    if departments:
        _put_to_departments(work, site, digest)
    return digest


def _issued(session, site_id, day, slot: str) -> bool:
    same = (DutyDigest.site_id == site_id, DutyDigest.day == day, DutyDigest.slot == slot)
    return session.scalar(select(DutyDigest.id).where(*same)) is not None


def _put_to_departments(work, site, digest: DutyDigest) -> None:
    said = ", ".join(f"{part['name']['zh']} {part['name']['en']} {part['open']}" for part in digest.departments)
    enter(work, site, EntryKind.DIGEST, f"{digest.slot} 未办事项通报各部门 · open items by department: {said}")
    facts = {"digest_id": digest.id, "day": digest.day, "slot": digest.slot, "departments": digest.departments}
    work.announce(DigestIssued, about=digest.id, site_id=site.id, **facts, at=work.now)
