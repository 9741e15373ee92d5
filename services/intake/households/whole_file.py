"""The whole file of a household as it was on a day, and its history: who was what, from when to when (RF-1)."""

from datetime import date
from types import SimpleNamespace
from uuid import UUID

from services.intake.chronicle.queries import unpaid_bills
from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.keys.queries import items_of_unit, things_of_unit
from services.intake.tickets.models import Ticket
from services.intake.tickets.queries import asked_tickets
from shared.masking import mask_text

from .models import Household
from .queries import find_household, people_of, shown_person
from .register_queries import agreements, all_lines, changes_of, lines, notes_of, vehicles
from .registers import FACTS
from .rules import shown_end, shown_phone
from .usecases import note_reading

MOST = 50
HIDDEN = ("phones", "email")
HIDE = {
    "certificate": lambda said: shown_end(said, openly=False),
    "address": lambda said: shown_end(said, openly=False),
    "phone": lambda said: shown_phone(said, None, openly=False)["raw"],
    "rent": lambda _said: None,
    "other": mask_text,
    "reason": mask_text,
}


def read_file(work, household_id: UUID, as_of: date | None = None) -> SimpleNamespace:
    """Everything the house knows of a household, as of a day; that it was read is written down (RF-6)."""
    household = find_household(work.session, household_id)
    openly = note_reading(work, household, "read")
    unit = find_unit_by_id(work.session, household.unit_id)
    day = as_of or find_site(work.session, household.site_id).date_at(work.now)
    people = [person for person in people_of(work.session, household.id) if person.here_on(day)]
    own = {name: getattr(household, name) for name in ("id", "version", "site_id", "unit_id", "reviewed_at")}
    asked = {"household_id": household.id, "as_of": day}
    return SimpleNamespace(
        **own,
        unit_code=unit.code,
        unit=unit,
        masked=not openly,
        as_of=day,
        people=[shown_person(person, openly=openly) for person in people],
        titles=[shown_line("title", line, openly) for line in work.session.scalars(lines("title", asked))],
        leases=[shown_line("lease", line, openly) for line in work.session.scalars(lines("lease", asked))],
        **_kept(work.session, household, day, openly),
        tickets=_tickets(work, household),
        arrears=unpaid_bills(work.session, household.unit_id),
    )


def _kept(session, household: Household, day: date, openly: bool) -> dict:
    here = [one for one in session.scalars(vehicles({"household_id": household.id})) if _on(one, day)]
    agreed = session.scalars(agreements({"household_id": household.id}))
    return {
        "vehicles": here,
        "agreements": [one for one in agreed if one.begins <= day and (one.ended_on is None or day <= one.ended_on)],
        "notes": [shown_note(note, openly) for note in notes_of(session, household.id)],
        "keys": items_of_unit(session, household.unit_id),
        "things": things_of_unit(session, household.unit_id),
    }


def _tickets(work, household: Household) -> list:
    """Its requests, the newest first (RF-1)."""
    asked = {"site_id": household.site_id, "unit_id": household.unit_id}
    newest = asked_tickets(asked, work.principal, work.now).order_by(Ticket.opened_at.desc(), Ticket.id.desc())
    return list(work.session.scalars(newest.limit(MOST)))


def shown_note(note, openly: bool) -> SimpleNamespace:
    """Numbers and addresses in what somebody wrote are masked like all others."""
    text = note.text if openly else mask_text(note.text)
    return SimpleNamespace(id=note.id, text=text, at=note.at, by_name=note.by_name)


def _on(vehicle, day: date) -> bool:
    return (vehicle.from_day is None or vehicle.from_day <= day) and (vehicle.to_day is None or day <= vehicle.to_day)


def shown_line(register: str, line, openly: bool) -> SimpleNamespace:
    """A line of a register as this reader may see it (RF-6)."""
    own = ("id", "site_id", "household_id", "unit_id", "valid_from", "valid_to", "corrects_id", "struck", "reason")
    by = ("recorded_at", "recorded_by_name")
    facts = {name: getattr(line, name) for name in (*own, *by, *FACTS[register])}
    return SimpleNamespace(**shown_facts(facts, openly), register=register, names=line.names)


def shown_facts(facts: dict, openly: bool) -> dict:
    """Of a line, or of one that was archived, what this reader may see."""
    if openly:
        return facts
    return {name: HIDE[name](said) if name in HIDE and said is not None else said for name, said in facts.items()}


def history_of(work, household_id: UUID) -> SimpleNamespace:
    """Everybody who ever was something here, every line of both registers, every change: nothing is left out."""
    household = find_household(work.session, household_id)
    openly, session = note_reading(work, household, "read"), work.session
    return SimpleNamespace(
        masked=not openly,
        people=sorted(
            (shown_person(person, openly=openly) for person in people_of(session, household.id)),
            key=lambda person: (person.from_day or date.min, person.name),
        ),
        titles=[shown_line("title", line, openly) for line in all_lines(session, "title", household.id)],
        leases=[shown_line("lease", line, openly) for line in all_lines(session, "lease", household.id)],
        agreements=list(session.scalars(agreements({"household_id": household.id}))),
        vehicles=list(session.scalars(vehicles({"household_id": household.id}))),
        changes=[_shown_change(change, openly) for change in changes_of(session, household.id)],
    )


def _shown_change(change, openly: bool) -> SimpleNamespace:
    facts = {name: getattr(change, name) for name in ("id", "subject", "subject_id", "action", "at", "by_name")}
    sides = {side: getattr(change, side) for side in ("before", "after")}
    if not openly:
        sides = {side: _without_numbers(said) for side, said in sides.items()}
    return SimpleNamespace(**facts, **sides)


def _without_numbers(said: dict) -> dict:
    return {name: "****" if name in HIDDEN else value for name, value in said.items()}
