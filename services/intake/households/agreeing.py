"""Agreements with their period, vehicles, and what is noted in the file (RF-1, RF-5)."""

from datetime import date, timedelta

from services.intake.chronicle.usecases import record_for_unit
from services.intake.directory.queries import find_unit_by_id
from shared.contracts.intake_registers import AgreementsExpiring
from shared.errors import BadInput, Conflict
from shared.ids import new_id
from shared.masking import mask_text

from .agreements import Agreement, AgreementState, FileNote, Vehicle
from .changes import note_change
from .models import Household
from .register_queries import to_be_reminded, vehicles
from .rules import KEEPERS, plate_key
from .site_rules import rules_of

OF_AGREEMENT = ("title", "number", "party", "begins", "ends", "note", "state", "ended_on")
OF_VEHICLE = ("plate", "description", "space", "card_number", "from_day", "to_day")


def record_agreement(work, household: Household, **facts) -> Agreement:
    work.principal.require(household.site_id, *KEEPERS)
    _in_order(facts["begins"], facts.get("ends"), "ends")
    unit = find_unit_by_id(work.session, household.unit_id)
    place = {"operator_id": household.operator_id, "site_id": household.site_id, "household_id": household.id}
    agreement = Agreement(id=new_id(), unit_id=unit.id, unit_code=unit.code, **place, **facts)
    agreement.state, agreement.recorded_by_name = AgreementState.IN_FORCE, work.principal.name[:100]
    work.session.add(agreement)
    work.session.flush()
    return _kept(work, household, agreement, "recorded", {})


def amend_agreement(work, agreement: Agreement, **facts) -> Agreement:
    agreement.move("amend", work.principal)
    before = _facts(agreement, OF_AGREEMENT)
    _in_order(facts.get("begins", agreement.begins), facts.get("ends", agreement.ends), "ends")
    for name, value in facts.items():
        setattr(agreement, name, value)
    return _kept(work, _file(work, agreement), agreement, "amended", before)


def renew_agreement(work, agreement: Agreement, ends: date, **facts) -> Agreement:
    """The next period is an agreement of its own, which names the old one; the old one keeps its dates."""
    begins = facts.pop("begins", None) or (agreement.ends + timedelta(days=1) if agreement.ends else None)
    before = _facts(agreement, OF_AGREEMENT)
    agreement.move("renew", work.principal, ends=ends)
    if begins is None:
        raise BadInput("Say when the new period begins.", errors={"begins": ["The first day of the new period."]})
    kept = {name: getattr(agreement, name) for name in ("kind", "title", "number", "party", "note")}
    household = _file(work, agreement)
    _kept(work, household, agreement, "renewed", before)
    facts = {**kept, **facts, "begins": begins, "ends": ends, "renews_id": agreement.id}
    record_agreement(work, household, **facts)
    return agreement


def end_agreement(work, agreement: Agreement, ended_on: date, reason: str) -> Agreement:
    before = _facts(agreement, OF_AGREEMENT)
    agreement.move("end", work.principal, ended_on=ended_on, reason=reason)
    _in_order(agreement.begins, ended_on, "ended_on")
    agreement.ended_on, agreement.reason = ended_on, reason
    return _kept(work, _file(work, agreement), agreement, "ended", before)


def remind_of_agreements(work, site) -> int:
    """What ends soon is told to the supervisor, once for each end it has (RF-5); how many were new."""
    day = site.date_at(work.now)
    soon = to_be_reminded(work.session, site.id, day + timedelta(days=rules_of(site)["remind_days"]))
    for agreement in soon:
        agreement.reminded_for = agreement.ends
    if soon:
        items = [
            {"agreement_id": one.id, "title": one.title, "unit_code": one.unit_code, "ends": one.ends} for one in soon
        ]
        facts = {"about": soon[0].id, "site_id": site.id, "day": day, "at": work.now}
        work.announce(AgreementsExpiring, items=items, **facts)
    return len(soon)


def record_vehicle(work, household: Household, plate: str, **facts) -> Vehicle:
    """A plate is on one file of a site at a time: whoever sold the car is named."""
    work.principal.require(household.site_id, *KEEPERS)
    _refuse_plate(work, household, plate, facts.get("to_day"))
    place = {"operator_id": household.operator_id, "site_id": household.site_id, "household_id": household.id}
    vehicle = Vehicle(id=new_id(), plate=plate, plate_key=plate_key(plate), **place, **facts)
    _in_order(vehicle.from_day, vehicle.to_day, "to")
    work.session.add(vehicle)
    work.session.flush()
    note_change(work, household, vehicle, "added", {}, _facts(vehicle, OF_VEHICLE))
    work.audit("vehicle.recorded", about=vehicle, after={"plate": plate})
    return vehicle


def amend_vehicle(work, vehicle: Vehicle, **facts) -> Vehicle:
    work.principal.require(vehicle.site_id, *KEEPERS)
    before, household = _facts(vehicle, OF_VEHICLE), work.session.get(Household, vehicle.household_id)
    if before["to_day"] and facts.get("to_day", vehicle.to_day) is None:  # asked while it is not on the file itself
        _refuse_plate(work, household, vehicle.plate, None)
    for name, value in facts.items():
        setattr(vehicle, name, value)
    _in_order(vehicle.from_day, vehicle.to_day, "to")
    work.session.flush()
    note_change(work, household, vehicle, "amended", before, _facts(vehicle, OF_VEHICLE))
    work.audit("vehicle.amended", about=vehicle, after={"plate": vehicle.plate})
    return vehicle


def write_note(work, household: Household, text: str) -> FileNote:
    """Its numbers stay in the file: the chronicle is read by people who may not see them (RF-6)."""
    work.principal.require(household.site_id, *KEEPERS)
    by = {"at": work.now, "by": work.principal.subject[:100], "by_name": work.principal.name[:100]}
    note = FileNote(id=new_id(), site_id=household.site_id, household_id=household.id, text=text, **by)
    work.session.add(note)
    work.session.flush()
    record_for_unit(work, household.site_id, household.unit_id, "file.noted", note=mask_text(text))
    return note


def _refuse_plate(work, household: Household, plate: str, to_day: date | None) -> None:
    if not plate_key(plate):
        raise BadInput("That is no plate.", errors={"plate": ["Letters and digits such as 京A12345."]})
    same = work.session.scalars(vehicles({"site_id": household.site_id, "plate": plate}))
    there = next((vehicle for vehicle in same if vehicle.to_day is None and to_day is None), None)
    if there is not None:
        detail = "This plate is on a file already: give it a last day there first."
        raise Conflict(detail, vehicle_id=str(there.id), household_id=str(there.household_id), allowed=[])


def _facts(thing, names: tuple[str, ...]) -> dict:
    return {name: getattr(thing, name) for name in names}


def _file(work, agreement: Agreement) -> Household:
    return work.session.get(Household, agreement.household_id)


def _kept(work, household: Household, agreement: Agreement, what: str, before: dict) -> Agreement:
    agreement.updated_at = work.now
    work.session.flush()
    note_change(work, household, agreement, what, before, _facts(agreement, OF_AGREEMENT))
    after = {"unit": agreement.unit_code, "title": agreement.title}
    record_for_unit(work, agreement.site_id, agreement.unit_id, f"agreement.{what}", number=agreement.title)
    work.audit(f"agreement.{what}", about=agreement, after=after, because=agreement.reason)
    return agreement


def _in_order(first: date | None, last: date | None, field: str) -> None:
    if first and last and last < first:
        raise BadInput("The end is before the beginning.", errors={field: [f"Not before {first} is expected."]})
