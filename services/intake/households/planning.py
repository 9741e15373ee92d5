"""A row of the sheet households: what it would do to the file of a unit (RF-1)."""

from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from services.intake.directory.imports.shelf import Shelf
from services.intake.directory.words import CHANNELS
from shared.ids import new_id

from .models import Household, Person, PersonRole
from .rules import read_numbers


def plan_person(shelf: Shelf, facts: dict, number: int) -> str:
    """A person is known again by unit, name and role; a unit without a file gets one."""
    site = shelf.site(facts.pop("site"))
    unit = shelf.unit(site, facts.pop("unit"))
    facts["role"] = PersonRole(facts.get("role", PersonRole.OWNER))
    shelf.once("households", (unit.id, facts["name"], facts["role"]), number)
    _check(facts)
    household = _file_of(shelf, site.id, unit.id)
    key = (household.id, facts["name"], facts["role"])
    defaults = {"site_id": site.id, "household_id": household.id, "phones": []}
    defaults |= {"language": "zh", "channels": [], "opted_out": False}
    return shelf.put(Person, _people(shelf, site.id), key, facts, defaults)


def _check(facts: dict) -> None:
    unknown = [channel for channel in facts.get("channels", ()) if channel not in CHANNELS]
    if unknown:
        raise ValidationError({"channels": [f"Some of these are expected: {', '.join(CHANNELS)}."]})
    if "phones" in facts:
        facts["numbers"] = read_numbers(facts.pop("phones"))


def _file_of(shelf: Shelf, site_id: UUID, unit_id: UUID) -> Household:
    files = shelf.keep((Household, site_id), lambda: _read_files(shelf, site_id))
    if unit_id not in files:
        scope = {"operator_id": shelf.principal.operator_id, "site_id": site_id, "unit_id": unit_id}
        files[unit_id] = Household(id=new_id(), announced_on=shelf.work.now.date(), **scope)
        shelf.new.append(files[unit_id])
    return files[unit_id]


def _read_files(shelf: Shelf, site_id: UUID) -> dict:
    """Of the units that the import speaks of."""
    units = [unit.id for unit in shelf.units(site_id).values()]
    return {file.unit_id: file for file in shelf.among(select(Household), Household.unit_id, units)}


def _people(shelf: Shelf, site_id: UUID) -> dict:
    return shelf.keep((Person, site_id), lambda: _read_people(shelf, site_id))


def _read_people(shelf: Shelf, site_id: UUID) -> dict:
    files = [file.id for file in shelf.keep((Household, site_id), lambda: _read_files(shelf, site_id)).values()]
    chosen = select(Person).options(selectinload(Person.phones))
    found = shelf.among(chosen, Person.household_id, files)
    return {(person.household_id, person.name, person.role): person for person in found}
