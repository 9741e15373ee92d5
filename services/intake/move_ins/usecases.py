"""A building moves in: every unit of it gets the same procedure as a single one (RM-2)."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.intake.directory.models import Unit
from services.intake.directory.queries import find_site
from services.intake.procedures.usecases import open_many
from services.intake.tickets.lifecycle import LEADERS
from shared.errors import BadInput, Conflict
from shared.ids import new_id

from .models import MoveInBatch
from .queries import building_of, units_to_move_in


def open_batch(
    work,
    building_id: UUID,
    name: str,
    unit_ids: list[UUID] | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
) -> MoveInBatch:
    """All units in use that have not moved in, or those of them that are named."""
    building = building_of(work.session, building_id)
    work.principal.require(building.site_id, *LEADERS)
    if from_day and to_day and to_day < from_day:
        raise BadInput("It would end before it begins.", errors={"to_day": ["A later day is expected."]})
    held = select(Unit.id).where(Unit.building_id == building.id).order_by(Unit.id)
    work.session.execute(held.with_for_update())  # nobody begins for one of them meanwhile
    units = _chosen(units_to_move_in(work.session, building.id), unit_ids)
    site = find_site(work.session, building.site_id)
    batch = MoveInBatch(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site.id,
        name=name,
        building_id=building.id,
        asked=len(units),
        opened_at=work.now,
        opened_by_name=work.principal.name,
        from_day=from_day,
        to_day=to_day,
    )
    work.session.add(batch)
    work.session.flush()
    about = {"building_id": building.id, "batch_id": batch.id}
    rows = [{"unit_id": unit.id, "place": unit.code, "subject": str(unit.id), **about} for unit in units]
    open_many(work, "move_in", site, rows)
    return batch


def _chosen(units: list, unit_ids: list[UUID] | None) -> list:
    """Raises BadInput naming those that are not of this building or have begun, Conflict when nobody is left."""
    strangers = set(unit_ids or ()) - {unit.id for unit in units}
    if strangers and units:
        said = "Only units of this building that have not begun to move in are expected."
        raise BadInput(said, errors={"unit_ids": [str(one) for one in sorted(strangers)][:20]})
    if not units:
        raise Conflict("Every unit of this building has begun to move in.", state="running", allowed=[])
    return units if unit_ids is None else [unit for unit in units if unit.id in set(unit_ids)]
