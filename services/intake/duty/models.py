"""The duty log, who is on duty, and what was told of a day: rows that are evidence and rows that are in charge."""

import enum
import hashlib
import json
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped, Stamped, Versioned


class EntryKind(enum.StrEnum):
    """How something came in (RD-3); the last four the house writes itself."""

    CALL = "call"
    VISIT = "visit"
    MESSAGE = "message"
    LETTER_BOX = "letter_box"
    NOTE = "note"
    CORRECTION = "correction"
    SHIFT = "shift"
    HANDOVER = "handover"
    DIGEST = "digest"
    REPORT = "report"


WRITTEN = ("call", "visit", "message", "letter_box", "note")
SEALED = ("id", "operator_id", "site_id", "number", "shift_id", "kind", "text", "caller_name", "caller_phone")
SEALED += ("unit_id", "unit_code", "corrects_id", "settles_id", "follow_up", "by_subject", "by_name")


def only_one(name: str, by: str, when: str) -> sa.Index:
    """At most one row of each `by` for which `when` holds."""
    return sa.Index(name, by, unique=True, sqlite_where=sa.text(when), postgresql_where=sa.text(when))


class DutyEntry(Identified, Scoped, Base):
    """One entry of the duty log. The database refuses to change it; the audit trail holds its seal (RD-3)."""

    __tablename__ = "duty_entries"
    __table_args__ = (sa.Index("ix_duty_entries_page", "site_id", "at", "id"),)

    number: Mapped[str] = mapped_column(sa.String(32))
    at: Mapped[datetime]
    shift_id: Mapped[uuid.UUID | None]
    kind: Mapped[EntryKind]
    text: Mapped[str] = mapped_column(sa.Text)
    caller_name: Mapped[str | None] = mapped_column(sa.String(100))
    caller_phone: Mapped[str | None] = mapped_column(sa.String(64))
    unit_id: Mapped[uuid.UUID | None]
    unit_code: Mapped[str | None] = mapped_column(sa.String(64))
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    settles_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    follow_up: Mapped[bool] = mapped_column(default=False)
    by_subject: Mapped[str] = mapped_column(sa.String(100))
    by_name: Mapped[str] = mapped_column(sa.String(100))

    @property
    def seal(self) -> str:
        """What the audit trail keeps of this entry: a changed letter gives another one."""
        said = {name: str(getattr(self, name)) for name in SEALED}
        said["at"] = self.at.isoformat()
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class ShiftState(enum.StrEnum):
    ON_DUTY = "on_duty"
    HANDED_OVER = "handed_over"


class DutyShift(Identified, Scoped, Versioned, Stamped, Base):
    """A shift somebody took. At each site exactly one is on duty, and whatever is open is its matter (RD-8)."""

    __tablename__ = "duty_shifts"
    __table_args__ = (only_one("uq_duty_shifts_on_duty", "site_id", "state = 'on_duty'"),)

    state: Mapped[ShiftState] = mapped_column(default=ShiftState.ON_DUTY)
    code: Mapped[str] = mapped_column(sa.String(32))
    name: Mapped[dict]
    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(sa.String(100))
    taken_by_name: Mapped[str] = mapped_column(sa.String(100))
    taken_at: Mapped[datetime]
    handed_over_at: Mapped[datetime | None]


class DutyDigest(Identified, Scoped, Base):
    """The open items by department as they were put to the departments at one of the day's hours (RD-10)."""

    __tablename__ = "duty_digests"
    __table_args__ = (sa.UniqueConstraint("site_id", "day", "slot"),)

    day: Mapped[date]
    slot: Mapped[str] = mapped_column(sa.String(8))
    at: Mapped[datetime]
    departments: Mapped[list]


class DayReport(Identified, Scoped, Base):
    """The day's duty report as it was reviewed and sent; its figures were counted, not typed (RD-9)."""

    __tablename__ = "day_reports"
    __table_args__ = (sa.UniqueConstraint("site_id", "day"),)

    day: Mapped[date]
    since: Mapped[datetime]
    until: Mapped[datetime]
    figures: Mapped[dict]
    remark: Mapped[str | None] = mapped_column(sa.Text)
    issued_by: Mapped[str] = mapped_column(sa.String(100))
    issued_by_name: Mapped[str] = mapped_column(sa.String(100))
