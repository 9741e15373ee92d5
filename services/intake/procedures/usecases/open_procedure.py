"""A procedure begins for a unit, a building or the whole site, by the edition of the day (RM-1, RM-4, RM-8)."""

from uuid import UUID

from sqlalchemy import select

from services.intake.chronicle.usecases import entry, record_entries
from services.intake.directory.models import Building, Site, Unit
from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.procedures.definitions import KINDS, Edition, edition_of
from services.intake.procedures.models import Procedure, ProcedureLine
from services.intake.procedures.queries import running_of
from services.intake.procedures.states import DOERS, ProcedureState, StepState
from services.intake.procedures.steps import ProcedureStep
from shared.errors import BadInput, Conflict, NotFound
from shared.ids import new_id

from .going_on import note_act, watch, words_of

OF_UNITS = ("move_in", "renovation")


def open_procedure(work, kind: str, **asked) -> Procedure:
    """`asked` names a unit, a building or a site, and who it is for."""
    place = _place(work, kind, asked.pop("unit_id", None), asked.pop("building_id", None), asked.pop("site_id", None))
    work.principal.require(place["site"].id, *DOERS)
    _one_at_a_time(work.session, place)
    running = running_of(work.session, kind, place["subject"])
    if running:
        said = f"{running.number} is running for {running.place} already."
        raise Conflict(said, state="running", number=running.number, procedure_id=str(running.id), allowed=[])
    return open_many(work, kind, place.pop("site"), [{**place, **asked}])[0]


def open_many(work, kind: str, site, rows: list[dict]) -> list[Procedure]:
    """One for each row of places, numbered in a row; the same steps for one as for many (RM-2)."""
    edition = edition_of(work.session, kind, site.date_at(work.now))
    numbers = work.numbers(KINDS[kind], site.id, len(rows), zone=site.timezone)
    opened = [_made(work, edition, site, number, row) for number, row in zip(numbers, rows, strict=True)]
    work.session.add_all(opened)
    work.session.flush()
    for procedure in opened:
        note_act(work, procedure, "begun", edition=edition.edition)
    watch(work, [step for procedure in opened for step in procedure.steps])
    record_entries(work, [_line(work, procedure) for procedure in opened if procedure.unit_id])
    work.session.flush()
    return opened


def _place(work, kind: str, unit_id: UUID | None, building_id: UUID | None, site_id: UUID | None) -> dict:
    if kind in OF_UNITS:
        if unit_id is None or building_id or site_id:
            raise BadInput("Say which unit it is for.", errors={"unit_id": ["A unit, and nothing else, is expected."]})
        unit = find_unit_by_id(work.session, unit_id)
        found = {"unit_id": unit.id, "building_id": unit.building_id, "place": unit.code}
        return {**found, "subject": str(unit.id), "site": find_site(work.session, unit.site_id)}
    if unit_id is not None:
        raise BadInput("A unit is not taken over.", errors={"unit_id": ["A building or a site is expected."]})
    if building_id is not None:
        building = work.session.scalar(select(Building).where(Building.id == building_id))
        if building is None:
            raise NotFound("There is no such building.")
        found = {"building_id": building.id, "place": building.name_zh, "subject": str(building.id)}
        return {**found, "site": find_site(work.session, building.site_id)}
    if site_id is None:
        raise BadInput("Say what is taken over.", errors={"building_id": ["A building or a site is expected."]})
    site = find_site(work.session, site_id)
    return {"place": site.name_zh, "subject": str(site.id), "site": site}


def _one_at_a_time(session, place: dict) -> None:
    """Two who begin for the same place are told apart by the place: the second finds what the first began."""
    kind, held = (Unit, place.get("unit_id")) if place.get("unit_id") else (Building, place.get("building_id"))
    kind, held = (kind, held) if held else (Site, place["site"].id)
    session.execute(select(kind.id).where(kind.id == held).with_for_update())


def _made(work, edition: Edition, site, number: str, row: dict) -> Procedure:
    scope = {"operator_id": site.operator_id, "site_id": site.id}
    opened = {"opened_at": work.now, "opened_by_name": work.principal.name, "state": ProcedureState.RUNNING}
    by = {"kind": edition.kind, "edition": edition.edition, "name": edition.name}
    procedure = Procedure(id=new_id(), number=number, **by, **scope, **opened, **row)
    procedure.lines = [
        ProcedureLine(id=new_id(), position=position, list_code=code, name=name, expected=expected, **scope)
        for position, (code, name, expected) in enumerate(_listed(edition))
    ]
    procedure.steps = [
        ProcedureStep(
            id=new_id(), position=n, code=rule["code"], rule=rule, state=StepState.PENDING, failures=0, **scope
        )
        for n, rule in enumerate(edition.steps)
    ]
    for step in procedure.steps:
        step.due_at = procedure.due_of(step, work.now)
    return procedure


def _listed(edition: Edition) -> list[tuple[str, dict, int]]:
    return [(one["code"], line["name"], line["expected"]) for one in edition.lists for line in one["lines"]]


def _line(work, procedure: Procedure) -> dict:
    about = {"site_id": procedure.site_id, "ticket_id": None, "unit_id": procedure.unit_id}
    facts = {"number": procedure.number, "note": words_of(procedure)}
    said = {"kind": "procedure.opened", "at": work.now, "who": work.principal.name, "facts": facts}
    return entry(work, event_id=new_id(), **about, **said)
