"""A pass as it lives: asked for, confirmed by the owner, used up once at the gate (RD-15)."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models import Base
from services.intake.tickets.lifecycle import DESK
from shared.errors import Conflict
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

GATE = ("guard", *DESK)  # whoever stands at the gate: by night, and where there is no guard, the desk does
READERS = (*GATE, "area_manager", "head_office", "admin")


class PassState(enum.StrEnum):
    REQUESTED = "requested"
    ISSUED = "issued"
    USED = "used"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Purpose(enum.StrEnum):
    MOVE_OUT = "move_out"
    RENOVATION = "renovation"
    REPAIR = "repair"
    GOODS = "goods"
    OTHER = "other"


class ConsentHow(enum.StrEnum):
    """How the owner said yes."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    WRITTEN = "written"


S = PassState
LIFECYCLE = Lifecycle(
    PassState,
    [
        Move("confirm", (S.REQUESTED,), S.ISSUED, DESK, ("how",)),
        Move("use", (S.ISSUED,), S.USED, GATE),
        Move("refuse", (S.ISSUED,), S.ISSUED, GATE, ("reason",)),
        Move("cancel", (S.REQUESTED, S.ISSUED), S.CANCELLED, DESK, ("reason",)),
        Move("expire", (S.REQUESTED, S.ISSUED), S.EXPIRED, ("system",)),
    ],
    doors={"expire": None},
)


class ReleasePass(Identified, Scoped, Versioned, Stamped, Base):
    """What may leave, from which unit, until when. `code` is what the gate scans or types."""

    __tablename__ = "release_passes"
    __table_args__ = (
        sa.UniqueConstraint("operator_id", "code"),
        sa.Index("ix_release_passes_page", "site_id", "requested_at", "id"),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[PassState] = mapped_column(default=PassState.REQUESTED)
    code: Mapped[str] = mapped_column(sa.String(16))
    unit_id: Mapped[uuid.UUID] = mapped_column(index=True)
    unit_code: Mapped[str] = mapped_column(sa.String(64))
    purpose: Mapped[Purpose]
    items: Mapped[list]
    remark: Mapped[str | None] = mapped_column(sa.Text)
    carrier_name: Mapped[str | None] = mapped_column(sa.String(100))
    carrier_phone: Mapped[str | None] = mapped_column(sa.String(64))
    plate: Mapped[str | None] = mapped_column(sa.String(32))
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    requested_at: Mapped[datetime]
    requested_by: Mapped[str] = mapped_column(sa.String(100))
    requested_by_name: Mapped[str] = mapped_column(sa.String(100))
    consent_by: Mapped[str | None] = mapped_column(sa.String(100))
    consent_person_id: Mapped[uuid.UUID | None]
    consent_how: Mapped[ConsentHow | None]
    issued_at: Mapped[datetime | None]
    issued_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    used_at: Mapped[datetime | None]
    used_by: Mapped[str | None] = mapped_column(sa.String(100))
    used_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    gate: Mapped[str | None] = mapped_column(sa.String(64))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(sa.String(500))

    checks: Mapped[list["PassCheck"]] = relationship(order_by="PassCheck.at", lazy="selectin")

    def move(self, action: str, principal, **facts) -> None:
        """Whoever comes too late at the gate is told who was there before, and when."""
        if action in ("use", "refuse") and self.state is PassState.USED and principal.may(self.site_id, *GATE):
            raise Conflict(
                f"{self.number} is used up: {self.used_by_name} let it out at {self.used_at:%Y-%m-%d %H:%M} UTC.",
                state=str(self.state),
                used_at=self.used_at.isoformat(),
                used_by=self.used_by_name,
                gate=self.gate,
                allowed=list(self.allowed(principal)),
            )
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))

    def standing(self, now: datetime) -> str:
        """What the gate sees at one glance: ready, or why not."""
        if self.state is not PassState.ISSUED:
            return str(self.state)
        if now >= self.valid_until:
            return "expired"
        return "not_yet" if now < self.valid_from else "ready"


class PassCheck(Identified, Scoped, Base):
    """One look of the gate at a pass: let out, or refused and why. Only ever added to."""

    __tablename__ = "release_pass_checks"

    pass_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("release_passes.id"), index=True)
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(sa.String(16))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    gate: Mapped[str | None] = mapped_column(sa.String(64))
    by_subject: Mapped[str] = mapped_column(sa.String(100))
    by_name: Mapped[str] = mapped_column(sa.String(100))
