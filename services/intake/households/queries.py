"""Reading files: one with its people, the list, and who may be ringing."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from services.intake.directory.models import Site, Unit
from services.intake.directory.queries import find_site
from shared.errors import NotFound, found

from .models import Household, HouseholdReading, Person, PersonPhone
from .register_queries import line_by_id, months_late
from .registers import REGISTERS
from .rules import KEEPERS, shown_email, shown_phone

QUARTER = timedelta(days=92)
READERS = (*KEEPERS, "cashier", "head_office")


def find_household(session, household_id: UUID) -> Household:
    return found(session.scalar(select(Household).where(Household.id == household_id)), "household")


def find_person(session, person_id: UUID) -> Person:
    return found(
        session.scalar(select(Person).where(Person.id == person_id).options(selectinload(Person.phones))), "person"
    )


def people_of(session, household_id: UUID) -> list[Person]:
    chosen = select(Person).where(Person.household_id == household_id).order_by(Person.id)
    return list(session.scalars(chosen.options(selectinload(Person.phones))))


def people_at_unit(session, unit_id: UUID, day: date, roles: tuple[str, ...] = ()) -> list[Person]:
    """Who belongs to the unit's household on this day, of these roles if any are named."""
    chosen = select(Person).join(Household, Household.id == Person.household_id).where(Household.unit_id == unit_id)
    people = session.scalars(chosen.order_by(Person.id))
    return [person for person in people if person.here_on(day) and (not roles or person.role in roles)]


def households(asked: dict):
    """Files with the code of their unit; by person only through what was asked for, never as a list of people."""
    line = (Household.id, Household.version, Household.site_id, Household.unit_id, Household.reviewed_at)
    statement = select(*line, Unit.code.label("unit_code")).join(Unit, Unit.id == Household.unit_id)
    if asked.get("ids") is not None:
        statement = statement.where(Household.id.in_(asked["ids"]))
    for name in ("site_id", "unit_id"):
        if asked.get(name):
            statement = statement.where(getattr(Household, name) == asked[name])
    if asked.get("phone"):
        rung = select(Person.household_id).join(PersonPhone, PersonPhone.person_id == Person.id)
        statement = statement.where(Household.id.in_(rung.where(PersonPhone.e164 == asked["phone"])))
    if asked.get("name"):
        named = select(Person.household_id).where(Person.name.startswith(asked["name"], autoescape=True))
        statement = statement.where(Household.id.in_(named))
    if asked.get("review_due"):
        last = func.coalesce(Household.reviewed_at, Household.created_at)
        statement = statement.where(last < datetime.now(UTC) - QUARTER)
    return statement


def moves_due(session, now: datetime) -> dict[UUID, set[UUID]]:
    """By operator, the files in which somebody's time began or ended since they were last announced."""
    due: dict[UUID, set[UUID]] = defaultdict(set)
    for site in session.scalars(select(Site)):
        day = site.date_at(now)
        began = and_(Person.from_day <= day, Person.from_day > Household.announced_on)
        ended = and_(Person.to_day < day, Person.to_day >= Household.announced_on)
        moved = select(Household.id).join(Person, Person.household_id == Household.id)
        due[site.operator_id] |= set(session.scalars(moved.where(Household.site_id == site.id, or_(began, ended))))
    return {operator_id: ids for operator_id, ids in due.items() if ids}


def find_callers(session, site_id: UUID, phones, *, day: date | None = None) -> dict[str, Person]:
    """Who of the site is rung by each number, with one statement per 500.

    Left out are numbers of nobody, and of people of several files (never guessed). `day` leaves out who had moved out.
    """
    wanted, found = sorted({phone for phone in phones if phone}), {}
    for start in range(0, len(wanted), 500):
        chosen = select(PersonPhone.e164, Person).join(Person, Person.id == PersonPhone.person_id).order_by(Person.id)
        chosen = chosen.where(PersonPhone.site_id == site_id, PersonPhone.e164.in_(wanted[start : start + 500]))
        for number, person in session.execute(chosen):
            if day is None or person.here_on(day):
                found.setdefault(number, []).append(person)
    return {number: people[0] for number, people in found.items() if len({p.household_id for p in people}) == 1}


CALLERS = """
SELECT phone.site_id, phone.e164, person.id, person.household_id, person.name, person.language
FROM person_phones phone JOIN people person ON person.id = phone.person_id
WHERE phone.site_id = ANY(CAST(string_to_array(%(sites)s, ',') AS uuid[]))
  AND phone.e164 = ANY(string_to_array(%(phones)s, ',')) ORDER BY person.id
"""


def find_callers_shortly(connection, site_ids, phones) -> dict[tuple, Any]:
    """`find_callers` by (site, number) for the hot path on PostgreSQL: rows of id, name, language."""
    found: dict[tuple, list] = defaultdict(list)
    asked = {"sites": ",".join(map(str, site_ids)), "phones": ",".join(phones)}
    for row in connection.exec_driver_sql(CALLERS, asked):
        found[row.site_id, row.e164].append(row)
    return {key: rows[0] for key, rows in found.items() if len({row.household_id for row in rows}) == 1}


def unit_of(session, household: Household) -> Unit:
    return session.scalar(select(Unit).where(Unit.id == household.unit_id))


def file_of_line(session, register: str, line_id: UUID) -> UUID:
    """The household a line of a register is about. Raises NotFound for a register there is not."""
    if register not in REGISTERS:
        raise NotFound("There is no such register.")
    return line_by_id(session, register, line_id).household_id


def months_left_open(session, site_id: UUID, now: datetime) -> list[dict]:
    """Months of the registers that should be in the archive by now (RF-2)."""
    day = find_site(session, site_id).date_at(now)
    said = {
        "title": "产权清册未归档 · title register not signed",
        "lease": "租赁清册未归档 · lease register not signed",
    }
    return [
        {"kind": "register_month", "subject_id": one.id, "number": f"{one.month:%Y-%m}", "words": said[one.register]}
        for one in months_late(session, site_id, day)
    ]


def readings_of(household_id: UUID):
    return select(HouseholdReading).where(HouseholdReading.household_id == household_id)


def shown_person(person: Person, *, openly: bool) -> SimpleNamespace:
    """A person as this reader may see them (RF-6)."""
    facts = ("id", "version", "household_id", "name", "role", "from_day", "to_day", "language", "channels", "opted_out")
    shown = {name: getattr(person, name) for name in facts}
    shown["phones"] = [shown_phone(raw, number, openly=openly) for raw, number in person.numbers]
    return SimpleNamespace(**shown, email=shown_email(person.email, openly=openly))
