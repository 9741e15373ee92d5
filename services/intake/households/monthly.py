"""The monthly lists: leases and agreements that end, vacancies, changes of owner, files to review (RF-1, RF-5)."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from services.intake.directory.models import Unit

from .agreements import AgreementState
from .models import Household, Person, PersonRole
from .queries import QUARTER
from .register_queries import agreements, lines, unit_codes
from .registers import LeaseLine, TitleLine
from .site_rules import last_day, month_after

LIVE_THERE = (PersonRole.OWNER, PersonRole.TENANT, PersonRole.OCCUPANT)


def leases_ending(session, site, month: date, _now) -> list[dict]:
    """With whether the next lease is in the register already."""
    first, last = month.replace(day=1), last_day(month)
    found = _valid(session, "lease", site, LeaseLine.valid_to >= first, LeaseLine.valid_to <= last)
    after = defaultdict(list)
    for line in _valid(session, "lease", site, LeaseLine.valid_from > first):
        after[line.unit_id].append(line)
    rows = []
    for line in sorted(found, key=lambda line: line.valid_to):
        later = [one for one in after[line.unit_id] if one.valid_from > line.valid_to]
        note = f"→ {later[0].tenant} {later[0].valid_from}" if later else None
        rows.append(_of_line(line, line.valid_to, note))
    return rows


def agreements_expiring(session, site, month: date, _now) -> list[dict]:
    """Those that ended before and were neither renewed nor ended are still on the list."""
    asked = {"site_id": site.id, "state": AgreementState.IN_FORCE, "ends_by": last_day(month)}
    return [
        {"unit_id": one.unit_id, "household_id": one.household_id, "who": one.party, "what": one.title, "day": one.ends}
        for one in session.scalars(agreements(asked))
    ]


def vacancies(session, site, month: date, now: datetime) -> list[dict]:
    """Units nobody holds, rents or lives in on the month's last day, or today while it lasts."""
    day = min(last_day(month), site.date_at(now))
    here = [Person.from_day.is_(None) | (Person.from_day <= day), or_(Person.to_day.is_(None), Person.to_day >= day)]
    lived = select(Household.unit_id).join(Person, Person.household_id == Household.id)
    lived = lived.where(Household.site_id == site.id, Person.role.in_(LIVE_THERE), *here)
    asked, empty = {"site_id": site.id, "as_of": day}, select(Unit).where(Unit.site_id == site.id, Unit.active)
    for taken in (lived, lines("title", asked).with_only_columns(TitleLine.unit_id)):
        empty = empty.where(Unit.id.not_in(taken))
    empty = empty.where(Unit.id.not_in(lines("lease", asked).with_only_columns(LeaseLine.unit_id)))
    return [{"unit_id": unit.id, "what": unit.label} for unit in session.scalars(empty)]


def owner_changes(session, site, month: date, _now) -> list[dict]:
    """Titles that begin in the month, with who held the unit the day before."""
    first, last = month.replace(day=1), last_day(month)
    found = _valid(session, "title", site, TitleLine.valid_from >= first, TitleLine.valid_from <= last)
    ends = (TitleLine.valid_to >= first - timedelta(days=1), TitleLine.valid_to < last)
    before = {(line.unit_id, line.valid_to): line for line in _valid(session, "title", site, *ends)}
    rows = []
    for line in sorted(found, key=lambda line: line.valid_from):
        former = before.get((line.unit_id, line.valid_from - timedelta(days=1)))
        rows.append(_of_line(line, line.valid_from, f"← {', '.join(former.names)}" if former else None))
    return rows


def reviews_due(session, site, month: date, now: datetime) -> list[dict]:
    """Files nobody went through within the quarter, by the end of the month (RF-1)."""
    end = datetime.combine(month_after(month), time(), ZoneInfo(site.timezone))
    last = func.coalesce(Household.reviewed_at, Household.created_at)
    late = select(Household).where(Household.site_id == site.id, last < end - QUARTER)
    return [
        {"unit_id": file.unit_id, "household_id": file.id, "day": file.reviewed_at and site.date_at(file.reviewed_at)}
        for file in session.scalars(late)
    ]


LISTS = {
    "leases-ending": leases_ending,
    "agreements-expiring": agreements_expiring,
    "vacancies": vacancies,
    "owner-changes": owner_changes,
    "reviews-due": reviews_due,
}
NOTHING = dict.fromkeys(("who", "what", "day", "note", "household_id"))


def monthly_list(session, which: str, site, month: date, now: datetime) -> list[dict]:
    """Rows with the code of their unit, in the order of units where they have no day."""
    rows = LISTS[which](session, site, month, now)
    codes = unit_codes(session, {row["unit_id"] for row in rows})
    rows = [{**NOTHING, **row, "unit_code": codes[row["unit_id"]]} for row in rows]
    return sorted(rows, key=lambda row: (row["day"] or date.min, row["unit_code"]))


def _valid(session, register: str, site, *where) -> list:
    return list(session.scalars(lines(register, {"site_id": site.id}).where(*where)))


def _of_line(line, day: date, note: str | None) -> dict:
    facts = {"unit_id": line.unit_id, "household_id": line.household_id, "who": ", ".join(line.names)}
    return {**facts, "what": line.part, "day": day, "note": note}
