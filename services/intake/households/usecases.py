"""What is decided about a household's file: opened, read, and kept up to date (RF-1, RF-6)."""

from datetime import date
from types import SimpleNamespace
from uuid import UUID

from sqlalchemy import select

from services.intake.directory.models import Unit
from services.intake.directory.queries import find_unit_by_id
from shared.errors import BadInput, Conflict

from .changes import facts_of_person, note_change
from .models import Household, HouseholdReading, Person
from .queries import find_household, find_person, people_of, shown_person
from .rules import KEEPERS, read_numbers, sees_numbers
from .writing import announce_households


def open_household(work, unit_id: UUID, people: list[dict]) -> SimpleNamespace:
    """Begin the file of a unit that has none. Raises Conflict naming the file there is."""
    unit = find_unit_by_id(work.session, unit_id)
    work.principal.require(unit.site_id, *KEEPERS)
    there = work.session.scalar(select(Household).where(Household.unit_id == unit.id))
    if there:
        raise Conflict("This unit has a file already: one file per household.", household_id=str(there.id))
    household = Household(site_id=unit.site_id, unit_id=unit.id, announced_on=work.now.date())
    work.session.add(household)
    work.session.flush()
    for facts in people:
        _add(work, household, facts)
    work.session.flush()
    announce_households(work, {household.id}, new={household.id})
    return _read(work, household, unit, "opened")


def read_household(work, household_id: UUID) -> SimpleNamespace:
    """The whole file; that it was read, by whom, is kept (RF-6)."""
    household = find_household(work.session, household_id)
    return _read(work, household, find_unit_by_id(work.session, household.unit_id), "read")


def add_person(work, household_id: UUID, **facts) -> SimpleNamespace:
    household = find_household(work.session, household_id)
    work.principal.require(household.site_id, *KEEPERS)
    person = _add(work, household, facts)
    return _changed(work, person, "person_added")


def amend_person(work, person: Person, **facts) -> SimpleNamespace:
    """Correct or complete what is known; somebody who moved out gets a `to`, and is never deleted."""
    work.principal.require(person.site_id, *KEEPERS)
    facts, before = _numbered(facts), facts_of_person(person)
    first, last = facts.get("from_day", person.from_day), facts.get("to_day", person.to_day)
    _in_order(first, last)
    for name, value in facts.items():
        if getattr(person, name) != value:
            setattr(person, name, value)
    person.updated_at = work.now  # a new list of phones changes no column of the person itself
    return _changed(work, person, "person_amended", before)


def review_household(work, household: Household) -> SimpleNamespace:
    """Somebody went through the whole file and found it right: each quarter (RF-1)."""
    work.principal.require(household.site_id, *KEEPERS)
    household.reviewed_at = work.now
    work.session.flush()
    return _read(work, household, find_unit_by_id(work.session, household.unit_id), "reviewed")


def _in_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise BadInput("The end is before the beginning.", errors={"to": [f"Not before {first} is expected."]})


def _add(work, household: Household, facts: dict) -> Person:
    place = {"operator_id": household.operator_id, "site_id": household.site_id, "household_id": household.id}
    person = Person(**place, phones=[], **_numbered(facts))
    work.session.add(person)
    return person


def _numbered(facts: dict) -> dict:
    """Phones as given become numbers; raises ValidationError naming each that is none."""
    facts = dict(facts)
    if "phones" in facts:
        facts["numbers"] = read_numbers(facts.pop("phones"))
    return facts


def _changed(work, person: Person, action: str, before: dict | None = None) -> SimpleNamespace:
    work.session.flush()
    household = find_household(work.session, person.household_id)
    note_change(work, household, person, action.removeprefix("person_"), before or {}, facts_of_person(person))
    announce_households(work, {household.id})
    openly = note_reading(work, household, action)
    return shown_person(find_person(work.session, person.id), openly=openly)


def _read(work, household: Household, unit: Unit, action: str) -> SimpleNamespace:
    openly = note_reading(work, household, action)
    people = [shown_person(person, openly=openly) for person in people_of(work.session, household.id)]
    shown = {name: getattr(household, name) for name in ("id", "version", "site_id", "unit_id", "reviewed_at")}
    return SimpleNamespace(**shown, unit_code=unit.code, masked=not openly, people=people)


def note_reading(work, household: Household, action: str) -> bool:
    """Write down who looked, and answer whether they see numbers."""
    openly, reader = sees_numbers(work.principal, household.site_id), work.principal
    facts = {"household_id": household.id, "action": action, "unmasked": openly, "at": work.now}
    names = {"reader": reader.subject[:100], "reader_name": reader.name[:100]}
    work.session.add(HouseholdReading(site_id=household.site_id, **facts, **names))
    if openly or action != "read":
        work.audit(f"household.{action}", about=household, after={"numbers_seen": openly})
    return openly
