"""What stands in the form of a call so far, and what it means: whose number, which unit, which category."""

from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

from services.intake.directory.models import Category, Site, Unit
from services.intake.directory.queries import categories_by_code, find_unit, find_unit_by_id
from services.intake.households.models import Person
from services.intake.households.queries import find_callers, find_household
from services.intake.tickets.models import Ticket
from services.intake.tickets.queries import duplicates_of
from services.intake.tickets.rules import missing_facts, read_phone

TYPED = ("phone", "where", "name", "category", "kind", "description", "priority", "level", "complained_about")
LONGEST = {"phone": 64, "where": 500, "name": 100, "category": 200, "description": 2000, "complained_about": 100}


@dataclass
class Draft:
    """The words as typed beside what they were found to mean."""

    site: Site
    typed: dict[str, str]
    now: datetime
    number: str | None = None
    person: Person | None = None
    unit: Unit | None = None
    category: Category | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """Today where the site stands: who has moved in or out by now."""
        return self.now.astimezone(ZoneInfo(self.site.timezone)).date()

    @property
    def name(self) -> str | None:
        """As typed, else as the file of the number says."""
        return self.typed["name"] or (self.person.name if self.person else None)

    @property
    def person_id(self) -> UUID | None:
        """Somebody else may ring from the number: then it is not the person of the file."""
        return self.person.id if self.person and self.name == self.person.name else None

    @property
    def place(self) -> str | None:
        """What was typed as the place and is no unit."""
        return None if self.unit else self.typed["where"] or None

    @property
    def kind(self) -> str:
        """What was said wins, else the category knows."""
        return self.typed["kind"] or (self.category.kind if self.category else "unclassified")

    @property
    def ticket(self) -> SimpleNamespace:
        """As a ticket would have it, for what is missing and for what is alike."""
        return SimpleNamespace(
            id=None,
            site_id=self.site.id,
            kind=self.kind,
            unit_id=self.unit.id if self.unit else None,
            public_place=self.place,
            caller_name=self.name,
            caller_phone=self.number,
            caller_phone_given=self.typed["phone"],
            category=self.category.code if self.category else None,
            description=self.typed["description"],
            opened_at=self.now,
        )

    @property
    def missing(self) -> list[str]:
        return missing_facts(self.ticket)

    @property
    def caller(self) -> dict:
        said = {"name": self.name, "phone": self.typed["phone"] or None, "person_id": self.person_id}
        return {name: value for name, value in said.items() if value}


def read_draft(session, site: Site, given, now: datetime) -> Draft:
    """`given` is the form as it was typed; a category that is none is a fault, anything else is only unknown."""
    typed = {name: (given.get(name) or "").strip()[: LONGEST.get(name, 64)] for name in TYPED}
    draft = Draft(site, typed, now, number=read_phone(typed["phone"])[0])
    if draft.number:
        draft.person = find_callers(session, site.id, [draft.number], day=draft.day).get(draft.number)
    if typed["where"]:
        draft.unit = find_unit(session, site.id, typed["where"])
    elif draft.person and typed["kind"] != "repair_public":
        household = find_household(session, draft.person.household_id)
        draft.unit = find_unit_by_id(session, household.unit_id)
    if typed["category"]:
        draft.category = find_named(categories_by_code(session), typed["category"])
        if draft.category is None:
            draft.faults["category"] = ["no such category"]
    return draft


def find_named(categories: dict[str, Category], said: str) -> Category | None:
    """By code or name, or by a part of it that only one has; never a guess between two."""
    whole = said.casefold()
    written = {code: (code.casefold(), c.name_zh.casefold(), c.name_en.casefold()) for code, c in categories.items()}
    exact = [code for code, names in written.items() if whole in names]
    parts = [code for code, names in written.items() if any(whole in name for name in names)]
    found = exact or parts
    return categories[found[0]] if len(found) == 1 else None


def alike(session, draft: Draft) -> list[tuple[Ticket, float]]:
    """Tickets that may be about the same, with the score."""
    said = draft.typed["description"] or draft.category
    if not said or not (draft.unit or draft.place or draft.category):
        return []
    return duplicates_of(session, draft.ticket)
