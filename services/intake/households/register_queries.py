"""Reading the registers as of any day, and as they were known at any moment (RF-2)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from services.intake.directory.models import Unit
from services.intake.directory.queries import matching
from shared.errors import found

from .agreements import Agreement, AgreementState, FileChange, FileNote, Vehicle
from .archive import MonthState, RegisterMonth
from .registers import REGISTERS, RegisterCheck
from .rules import plate_key


def valid_lines(register: str, known_at: datetime | None = None):
    """Lines no later line corrects or strikes; `known_at` asks what was known then."""
    line = REGISTERS[register]
    later = aliased(line)
    corrected = select(later.id).where(later.corrects_id == line.id)
    wanted = select(line).where(line.struck.is_(False))
    if known_at is not None:
        corrected, wanted = corrected.where(later.recorded_at <= known_at), wanted.where(line.recorded_at <= known_at)
    return wanted.where(~corrected.exists())


def lines(register: str, asked: dict):
    """As of a day when one is named, else every line that holds at some time."""
    line, day = REGISTERS[register], asked.get("as_of")
    wanted = matching(valid_lines(register, asked.get("known_at")), asked, line, "site_id", "unit_id", "household_id")
    if day is not None:
        wanted = wanted.where(line.valid_from <= day, or_(line.valid_to.is_(None), line.valid_to >= day))
    return wanted


def all_lines(session, register: str, household_id: UUID) -> list:
    """The corrected and struck ones too, oldest first: what was once written stays readable."""
    line = REGISTERS[register]
    return list(session.scalars(select(line).where(line.household_id == household_id).order_by(line.id)))


def line_by_id(session, register: str, line_id: UUID):
    line = REGISTERS[register]
    return found(session.scalar(select(line).where(line.id == line_id)), f"line of the {register} register")


def correction_of(session, register: str, line_id: UUID):
    line = REGISTERS[register]
    return session.scalar(select(line).where(line.corrects_id == line_id))


def unit_codes(session, unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted, found = sorted(set(unit_ids)), {}
    for start in range(0, len(wanted), 500):
        chosen = select(Unit.id, Unit.code).where(Unit.id.in_(wanted[start : start + 500]))
        found.update(dict(session.execute(chosen).all()))
    return found


def agreements(asked: dict):
    wanted = matching(select(Agreement), asked, Agreement, "site_id", "household_id", "state", "kind")
    if asked.get("ends_by"):
        wanted = wanted.where(Agreement.ends <= asked["ends_by"])
    return wanted


def agreement_by_id(session, agreement_id: UUID, *, locked: bool = False) -> Agreement:
    wanted = select(Agreement).where(Agreement.id == agreement_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "agreement")


def to_be_reminded(session, site_id: UUID, until: date) -> list[Agreement]:
    """In force, ending by then, and nobody was told of this end yet."""
    ends = agreements({"site_id": site_id, "state": AgreementState.IN_FORCE, "ends_by": until})
    untold = or_(Agreement.reminded_for.is_(None), Agreement.reminded_for != Agreement.ends)
    return list(session.scalars(ends.where(untold).order_by(Agreement.ends, Agreement.id)))


def vehicles(asked: dict):
    wanted = matching(select(Vehicle), asked, Vehicle, "site_id", "household_id")
    return wanted.where(Vehicle.plate_key == plate_key(asked["plate"])) if asked.get("plate") else wanted


def vehicle_by_id(session, vehicle_id: UUID) -> Vehicle:
    return found(session.scalar(select(Vehicle).where(Vehicle.id == vehicle_id)), "vehicle")


def notes_of(session, household_id: UUID) -> list[FileNote]:
    wanted = select(FileNote).where(FileNote.household_id == household_id)
    return list(session.scalars(wanted.order_by(FileNote.at, FileNote.id)))


def changes_of(session, household_id: UUID) -> list[FileChange]:
    wanted = select(FileChange).where(FileChange.household_id == household_id)
    return list(session.scalars(wanted.order_by(FileChange.at, FileChange.id)))


def months(asked: dict):
    return matching(select(RegisterMonth), asked, RegisterMonth, "site_id", "register", "month", "state")


def month_by_id(session, month_id: UUID, *, locked: bool = False) -> RegisterMonth:
    wanted = select(RegisterMonth).where(RegisterMonth.id == month_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "month of a register")


def month_of_register(session, site_id: UUID, register: str, month: date) -> RegisterMonth | None:
    return session.scalar(months({"site_id": site_id, "register": register, "month": month}))


def months_late(session, site_id: UUID, day: date) -> list[RegisterMonth]:
    """Not signed into the archive in time (RF-2)."""
    late = select(RegisterMonth).where(RegisterMonth.site_id == site_id, RegisterMonth.state != MonthState.SIGNED)
    return list(session.scalars(late.where(RegisterMonth.due_on < day).order_by(RegisterMonth.month)))


def checks(asked: dict):
    return matching(select(RegisterCheck), asked, RegisterCheck, "site_id", "month", "register", "right")
