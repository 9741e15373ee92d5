"""Writing files down and telling the others: names to those who bill and repair, numbers to notify alone (RF-6)."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from services.intake.directory.models import Site
from shared.contracts.intake import HouseholdChanged, HouseholdContactsChanged

from .changes import note_import
from .models import Household, Person

CHUNK = 500


def write_households(work, new: Iterable, changes: Iterable) -> None:
    """Of what an import planned, the files and people; `changes` are those that were there, with what stood there."""
    new = list(new)
    people = [thing for thing in new if isinstance(thing, Person)]
    people_changed = [thing for thing, _ in changes if isinstance(thing, Person)]
    files = [thing for thing in new if isinstance(thing, Household)]
    work.session.add_all(files)
    work.session.flush()
    work.session.add_all(people)
    for person, before in changes:
        if isinstance(person, Person):
            note_import(work, person, before)
    work.session.flush()
    touched = {person.household_id for person in people + people_changed} | {file.id for file in files}
    announce_households(work, touched, new={file.id for file in files})


def announce_households(work, ids: set[UUID], *, new: set[UUID] = frozenset()) -> None:
    """Give each file its next version and announce it whole; files in `new` have their first version already."""
    files = _in_chunks(work.session, select(Household), Household.id, ids)
    zones = {site.id: ZoneInfo(site.timezone) for site in work.session.scalars(select(Site))}
    days = {site_id: work.now.astimezone(zone).date() for site_id, zone in zones.items()}
    for file in files:
        if file.id not in new:
            file.updated_at, file.announced_on = work.now, days[file.site_id]
    work.session.flush()
    people = defaultdict(list)
    chosen = select(Person).options(selectinload(Person.phones)).order_by(Person.id)
    for person in _in_chunks(work.session, chosen, Person.household_id, ids):
        people[person.household_id].append(person)
    for file in files:
        _announce(work, file, [person for person in people[file.id] if person.here_on(days[file.site_id])])


def _in_chunks(session, statement, column, ids: set[UUID]) -> list:
    wanted = sorted(ids)
    chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
    return [thing for chunk in chunks for thing in session.scalars(statement.where(column.in_(chunk)))]


def _announce(work, file: Household, people: list[Person]) -> None:
    facts = {"about": file.id, "site_id": file.site_id, "household_id": file.id}
    facts |= {"version": file.version, "unit_id": file.unit_id}
    work.announce(HouseholdChanged, people=[_holder(person) for person in people], **facts)
    work.announce(HouseholdContactsChanged, people=[_contact(person) for person in people], **facts)


def _holder(person: Person) -> dict:
    return {"person_id": person.id, "name": person.name, "role": person.role.value}


def _contact(person: Person) -> dict:
    phone = next((number for _, number in person.numbers if number), None)
    return _holder(person) | {
        "phone": phone,
        "email": person.email,
        "language": person.language,
        "channels": person.channels,
        "opted_out": person.opted_out,
    }
