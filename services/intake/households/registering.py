"""What is decided about the registers: a line is added, a line is corrected; none is ever altered (RF-2)."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from services.intake.chronicle.usecases import record_for_unit
from services.intake.directory.models import Unit
from services.intake.directory.queries import find_site, find_unit_by_id
from shared.errors import BadInput, Conflict
from shared.ids import new_id

from .following import people_end, people_follow
from .models import Household
from .register_queries import correction_of, lines
from .registers import FACTS, REGISTERS, RegisterCheck
from .rules import KEEPERS, LEADERS, sees_numbers
from .writing import announce_households

NEXT_HOLDER = "转移登记，前手止于前一日 / ended the day before the next holder"


def record_line(work, register: str, unit_id: UUID, *, valid_from: date, valid_to: date | None = None, **facts):
    """Who holds or rents the unit from this day. An open title ends the day before; other overlaps are refused."""
    unit = find_unit_by_id(work.session, unit_id)
    work.principal.require(unit.site_id, *KEEPERS)
    _in_order(valid_from, valid_to)
    household = file_of(work, unit)
    valid = list(work.session.scalars(lines(register, {"unit_id": unit.id})))
    if register == "title":
        valid = [_ended(work, line, valid_from) for line in valid]
    line = _line(work, register, household, {"valid_from": valid_from, "valid_to": valid_to, **facts})
    _refuse_overlap(line, valid)
    work.session.add(line)
    work.session.flush()
    people_follow(work, household, register, line)
    return _done(work, household, line, "recorded")


def correct_line(work, register: str, line, reason: str, **facts):
    """The old line stays; this one is read instead of it. Of two who correct a line at once one wins."""
    household = _to_be_corrected(work, register, line)
    kept = {name: getattr(line, name) for name in ("valid_from", "valid_to", *FACTS[register])}
    _in_order((kept | facts)["valid_from"], (kept | facts)["valid_to"])
    corrected = _line(work, register, household, {**kept, **facts, "corrects_id": line.id, "reason": reason})
    others = work.session.scalars(lines(register, {"unit_id": line.unit_id}))
    _refuse_overlap(corrected, [other for other in others if other.id != line.id])
    work.session.add(corrected)
    work.session.flush()
    if facts.get("valid_to"):
        people_end(work, household, register, corrected)
    return _done(work, household, corrected, "corrected")


def strike_line(work, register: str, line, reason: str):
    """It should never have stood there: struck out, and still to be read."""
    household = _to_be_corrected(work, register, line)
    kept = {name: getattr(line, name) for name in ("valid_from", "valid_to", *FACTS[register])}
    struck = _line(work, register, household, {**kept, "corrects_id": line.id, "reason": reason, "struck": True})
    work.session.add(struck)
    work.session.flush()
    return _done(work, household, struck, "struck")


def check_line(work, register: str, line, right: bool, note: str | None = None) -> RegisterCheck:
    """A leader's spot check of one line against what is (RF-2)."""
    work.principal.require(line.site_id, *LEADERS)
    if not right and not note:
        raise BadInput("Say what is not right.", errors={"note": ["What differs from what is."]})
    unit = find_unit_by_id(work.session, line.unit_id)
    facts = {"register": register, "line_id": line.id, "unit_id": unit.id, "unit_code": unit.code}
    month = find_site(work.session, line.site_id).date_at(work.now).replace(day=1)
    check = RegisterCheck(id=new_id(), site_id=line.site_id, month=month, right=right, note=note, **facts)
    check.at, check.by_name = work.now, work.principal.name[:100]
    work.session.add(check)
    work.session.flush()
    work.audit("register.checked", about=check, after={"unit": unit.code, "right": right}, because=note)
    return check


def note_reading(work, register: str, found) -> None:
    """Who reads a register with open numbers is on record, once for what was shown of each site (RF-6)."""
    for site_id in sorted({line.site_id for line in found}):
        if sees_numbers(work.principal, site_id):
            shown = sum(line.site_id == site_id for line in found)
            work.audit(
                "register.read",
                about=("register", site_id),
                site_id=site_id,
                after={"register": register, "lines": shown},
            )


def file_of(work, unit: Unit) -> Household:
    """The unit's file; a unit without one gets it. The unit is held, so that of two writers the second goes on from
    what the first left."""
    work.session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())
    household = work.session.scalar(select(Household).where(Household.unit_id == unit.id))
    if household is None:
        household = Household(id=new_id(), operator_id=unit.operator_id, site_id=unit.site_id, unit_id=unit.id)
        household.announced_on = work.now.date()
        work.session.add(household)
        work.session.flush()
    return household


def _to_be_corrected(work, register: str, line) -> Household:
    work.principal.require(line.site_id, *KEEPERS)
    household = file_of(work, find_unit_by_id(work.session, line.unit_id))
    newer = correction_of(work.session, register, line.id)
    if newer is not None or line.struck:
        raise Conflict("This line was corrected already.", corrected_by=str(newer.id) if newer else None, allowed=[])
    return household


def _ended(work, line, valid_from: date):
    """An open title ends when the next begins: the line with the end is a new one that corrects it."""
    if line.valid_to is not None or line.valid_from >= valid_from:
        return line
    facts = {name: getattr(line, name) for name in ("valid_from", *FACTS["title"])}
    facts |= {"valid_to": valid_from - timedelta(days=1), "corrects_id": line.id, "reason": NEXT_HOLDER}
    household = work.session.get(Household, line.household_id)
    ended = _line(work, "title", household, facts)
    work.session.add(ended)
    work.session.flush()
    return ended


def _line(work, register: str, household: Household, facts: dict):
    scope = {"operator_id": household.operator_id, "site_id": household.site_id, "household_id": household.id}
    by = {"recorded_by": work.principal.subject[:100], "recorded_by_name": work.principal.name[:100]}
    facts = {"struck": False, **facts}
    return REGISTERS[register](id=new_id(), unit_id=household.unit_id, recorded_at=work.now, **scope, **by, **facts)


def _refuse_overlap(line, others) -> None:
    """On no day two holders of the same thing: a lease of the whole unit leaves no part for another."""
    both = [
        other
        for other in others
        if other.holds_with(line.valid_from, line.valid_to)
        and (not line.part or not other.part or line.part == other.part)
    ]
    if both:
        said = "; ".join(f"{', '.join(other.names)} {other.valid_from}–{other.valid_to or ''}" for other in both)
        raise Conflict(
            f"Another line holds at the same time: {said}.", lines=[str(other.id) for other in both], allowed=[]
        )


def _in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise BadInput("The end is before the beginning.", errors={"valid_to": [f"Not before {first} is expected."]})


def _done(work, household: Household, line, what: str):
    announce_households(work, {household.id})
    register = {"title_lines": "title", "lease_lines": "lease"}[type(line).__tablename__]
    record_for_unit(work, line.site_id, line.unit_id, f"{register}.{what}", reason=line.reason)
    facts = {"unit": str(line.unit_id), "register": type(line).__tablename__, "from": line.valid_from.isoformat()}
    work.audit(f"register.{what}", about=line, after=facts, because=line.reason)
    return line
