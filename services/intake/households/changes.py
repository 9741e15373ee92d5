"""Every change of a file is kept with what stood there before (RF-1, RF-6)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from .agreements import FileChange
from .models import Household, Person

OF_PERSON = ("name", "role", "from_day", "to_day", "email", "language", "channels", "opted_out")


def facts_of_person(person: Person) -> dict:
    """As they stand now, with the numbers as they were given."""
    return {name: getattr(person, name) for name in OF_PERSON} | {"phones": [raw for raw, _ in person.numbers]}


def note_change(work, household: Household, thing, action: str, before: dict, after: dict) -> None:
    """Only what differs is kept; nothing when nothing does."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not names:
        return
    change = FileChange(
        site_id=household.site_id,
        household_id=household.id,
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
