"""Every change of a file is kept with what stood there before (RF-1, RF-6)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from .agreements import FileChange
from .models import Person

OF_PERSON = ("name", "role", "from_day", "to_day", "email", "language", "channels", "opted_out")


def facts_of_person(person: Person) -> dict:
    """As they stand now, with the numbers as they were given."""
    return {name: getattr(person, name) for name in OF_PERSON} | {"phones": [raw for raw, _ in person.numbers]}


def note_import(work, person: Person, before: dict) -> None:
    """A row of a spreadsheet changed somebody who was there."""
    after = {name: getattr(person, name) for name in before}
    note_change(work, person, person, "imported", _with_phones(before), _with_phones(after))


def _with_phones(facts: dict) -> dict:
    """Numbers as they were given, like in every other change."""
    phones = {"phones": [raw for raw, _ in facts["numbers"]]} if "numbers" in facts else {}
    return {name: value for name, value in facts.items() if name != "numbers"} | phones


def note_change(work, household, thing, action: str, before: dict, after: dict) -> None:
    """Of the file itself, or of somebody in it: only what differs is kept; nothing when nothing does."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not names:
        return
    change = FileChange(
        site_id=household.site_id,
        household_id=getattr(household, "household_id", household.id),
        subject=type(thing).__name__.lower()[:16],
        subject_id=thing.id,
        action=action,
        before={name: plain(before[name]) for name in names if name in before},
        after={name: plain(after[name]) for name in names if name in after},
        at=work.now,
        by=work.principal.subject[:100],
        by_name=work.principal.name[:100],
    )
    work.session.add(change)


def plain(value):
    """As JSON keeps it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value
