"""The people of the file follow the registers: who buys becomes an owner, who sold is one no longer (RF-1, RF-2)."""

from datetime import timedelta

from .changes import facts_of_person, note_change
from .models import Household, Person, PersonRole
from .queries import people_of

ROLES = {"title": PersonRole.OWNER, "lease": PersonRole.TENANT}


def people_follow(work, household: Household, register: str, line) -> None:
    """Nobody is written twice: who is in the file in this role on the first day stays who they are."""
    role, people = ROLES[register], people_of(work.session, household.id)
    here = [person for person in people if person.role is role and person.here_on(line.valid_from)]
    if register == "title":
        for person in here:
            if person.name not in line.names and _was_there(person, line):
                _end(work, household, person, line.valid_from - timedelta(days=1))
    known = {person.name: person for person in here}
    for name in line.names:
        if name in known and known[name].from_day is None:
            _since(work, household, known[name], line.valid_from)
    for name in line.names:
        if name not in known:
            _begin(work, household, name, role, line)
    work.session.flush()


def _was_there(person: Person, line) -> bool:
    """Somebody of whom nobody knows since when: was in the file when the line began, or came later and is not touched
    by what happened before."""
    return person.from_day is not None or person.created_at.date() <= line.valid_from


def _since(work, household: Household, person: Person, day) -> None:
    """The register says since when."""
    before = facts_of_person(person)
    person.from_day = day
    note_change(work, household, person, "amended", before, facts_of_person(person))


def people_end(work, household: Household, register: str, line) -> None:
    """The line ends on a day: so does the time of those named in it."""
    for person in people_of(work.session, household.id):
        if person.role is ROLES[register] and person.name in line.names and person.here_on(line.valid_to):
            _end(work, household, person, line.valid_to)
    work.session.flush()


def _begin(work, household: Household, name: str, role: PersonRole, line) -> None:
    place = {"operator_id": household.operator_id, "site_id": household.site_id, "household_id": household.id}
    person = Person(name=name, role=role, from_day=line.valid_from, to_day=line.valid_to, phones=[], **place)
    work.session.add(person)
    work.session.flush()
    note_change(work, household, person, "added", {}, facts_of_person(person))


def _end(work, household: Household, person: Person, day) -> None:
    before = facts_of_person(person)
    person.to_day = max(day, person.from_day) if person.from_day else day
    note_change(work, household, person, "amended", before, facts_of_person(person))
