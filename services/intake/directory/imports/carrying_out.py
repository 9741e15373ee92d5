"""Writing down what an import planned, and telling the other services, in as few statements as there are kinds."""

from uuid import UUID

from sqlalchemy import delete, insert, select

from services.intake.directory.announcing import announce_site, announce_unit
from services.intake.directory.models import Building, Site, Unit, UnitName
from services.intake.directory.rules import keys_of_unit
from services.intake.households.writing import write_households
from shared.ids import new_id

from .shelf import Shelf

CHUNK = 500
ORDER = ("sites", "departments", "categories", "buildings", "units")


def carry_out(shelf: Shelf) -> None:
    """Write, number the versions, announce: places before the people in them."""
    former = [(thing, {name: getattr(thing, name) for name in differing}) for thing, differing in shelf.changes]
    for thing, differing in shelf.changes:
        for name, value in differing.items():
            setattr(thing, name, value)
    touched = [*shelf.new, *(thing for thing, _ in shelf.changes)]
    units = _units_touched(shelf, touched)
    _write_places(shelf)
    name_units(shelf.work, units)
    for site in _of(Site, touched):
        announce_site(shelf.work, site)
    buildings = {building.id: building for building in _buildings_of(shelf, units)}
    for unit in units:
        announce_unit(shelf.work, unit, buildings[unit.building_id])
    write_households(shelf.work, shelf.new, former)


def _of(model, things) -> list:
    return list({thing.id: thing for thing in things if isinstance(thing, model)}.values())


def _write_places(shelf: Shelf) -> None:
    """One flush per table: without relationships the session cannot know that a building comes before its units."""
    for table in ORDER:
        shelf.session.add_all(thing for thing in shelf.new if thing.__tablename__ == table)
        shelf.session.flush()


def _units_touched(shelf: Shelf, touched: list) -> list[Unit]:
    """The units of the import, and those of a renamed building: they carry its name, so they count as changed."""
    units = {unit.id: unit for unit in _of(Unit, touched)}
    renamed = {thing.id for thing, _ in shelf.changes if isinstance(thing, Building)}
    for unit in shelf.among(select(Unit), Unit.building_id, renamed):
        if unit.id not in units:
            unit.updated_at = shelf.work.now
            units[unit.id] = unit
    return list(units.values())


def _buildings_of(shelf: Shelf, units: list[Unit]) -> list[Building]:
    sites = {unit.site_id for unit in units}
    return [building for site_id in sites for building in shelf.on_site(Building, site_id).values()]


def name_units(work, units: list[Unit]) -> None:
    """Write anew every form by which these units may be found."""
    ids: list[UUID] = [unit.id for unit in units]
    for start in range(0, len(ids), CHUNK):
        chosen = delete(UnitName).where(UnitName.unit_id.in_(ids[start : start + CHUNK]))
        work.session.execute(chosen, execution_options={"synchronize_session": False})
    wanted = {unit.building_id for unit in units}
    buildings = {b.id: b for b in work.session.scalars(select(Building)) if b.id in wanted}
    rows = [row for unit in units for row in _names(unit, buildings[unit.building_id])]
    if rows:
        work.session.execute(insert(UnitName), rows)


def _names(unit: Unit, building: Building) -> list[dict]:
    named = [building.name_zh, building.name_en, *building.aliases]
    keys = keys_of_unit(unit.code, [unit.label, *unit.aliases], building.code, named)
    scope = {"operator_id": unit.operator_id, "site_id": unit.site_id, "unit_id": unit.id}
    return [{"id": new_id(), "key": key, "rank": rank, **scope} for key, rank in keys.items()]
