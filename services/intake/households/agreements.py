"""What was agreed with a household, for how long; its vehicles; notes and changes of its file (RF-1, RF-5)."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

from .rules import KEEPERS


class AgreementKind(enum.StrEnum):
    SERVICE = "service"
    PARKING = "parking"
    RENOVATION = "renovation"
    ENTRUST = "entrust"
    COVENANT = "covenant"
    OTHER = "other"


class AgreementState(enum.StrEnum):
    IN_FORCE = "in_force"
    RENEWED = "renewed"
    ENDED = "ended"


S = AgreementState
LIFECYCLE = Lifecycle(
    AgreementState,
    [
        Move("amend", (S.IN_FORCE,), S.IN_FORCE, KEEPERS),
        Move("renew", (S.IN_FORCE,), S.RENEWED, KEEPERS, ("ends",)),
        Move("end", (S.IN_FORCE,), S.ENDED, KEEPERS, ("ended_on", "reason")),
    ],
)


class Agreement(Identified, Scoped, Versioned, Stamped, Base):
    """Carries a period; past its end it is listed until somebody renews or ends it (RF-5)."""

    __tablename__ = "agreements"
    __table_args__ = (sa.Index("ix_agreements_ends", "site_id", "state", "ends"),)

    household_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("households.id"), index=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("units.id"))
    unit_code: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[AgreementKind]
    state: Mapped[AgreementState] = mapped_column(default=AgreementState.IN_FORCE)
    title: Mapped[str] = mapped_column(sa.String(200))
    number: Mapped[str | None] = mapped_column(sa.String(64))
    party: Mapped[str] = mapped_column(sa.String(100))
    begins: Mapped[date]
    ends: Mapped[date | None]
    ended_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    note: Mapped[str | None] = mapped_column(sa.String(500))
    renews_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("agreements.id"), unique=True)
    reminded_for: Mapped[date | None]
    recorded_by_name: Mapped[str] = mapped_column(sa.String(100))

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))


class Vehicle(Identified, Scoped, Versioned, Stamped, Base):
    """A vehicle of the household, from a day to a day. On one site a plate is on one file at a time."""

    __tablename__ = "vehicles"
    __table_args__ = (
        sa.Index(
            "uq_vehicles_plate",
            "site_id",
            "plate_key",
            unique=True,
            sqlite_where=sa.text("to_day IS NULL"),
            postgresql_where=sa.text("to_day IS NULL"),
        ),
    )

    household_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("households.id"), index=True)
    plate: Mapped[str] = mapped_column(sa.String(32))
    plate_key: Mapped[str] = mapped_column(sa.String(32))
    description: Mapped[str | None] = mapped_column(sa.String(100))
    space: Mapped[str | None] = mapped_column(sa.String(64))
    card_number: Mapped[str | None] = mapped_column(sa.String(32))
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]


class FileChange(Identified, Scoped, Base):
    """What was changed of a file, with what stood there before (RF-1, RF-6). Only ever added to."""

    __tablename__ = "file_changes"
    __table_args__ = (sa.Index("ix_file_changes_household_at", "household_id", "at"),)

    household_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("households.id"))
    subject: Mapped[str] = mapped_column(sa.String(16))
    subject_id: Mapped[uuid.UUID]
    action: Mapped[str] = mapped_column(sa.String(32))
    before: Mapped[dict]
    after: Mapped[dict]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(100))
    by_name: Mapped[str] = mapped_column(sa.String(100))


class FileNote(Identified, Scoped, Base):
    """What somebody wrote into the file; never altered."""

    __tablename__ = "file_notes"
    __table_args__ = (sa.Index("ix_file_notes_household_at", "household_id", "at"),)

    household_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("households.id"))
    text: Mapped[str] = mapped_column(sa.String(1000))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(100))
    by_name: Mapped[str] = mapped_column(sa.String(100))
