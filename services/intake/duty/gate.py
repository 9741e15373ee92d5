"""The handover gate: what goes from one shift to the next, counted, acknowledged one by one, signed twice (RD-7)."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models import Base
from services.intake.tickets.lifecycle import DESK
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

from .models import only_one

KEEPERS = DESK  # whoever takes calls keeps the duty


class HandoverState(enum.StrEnum):
    DRAWN = "drawn"
    HANDED_OUT = "handed_out"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


S = HandoverState
LIFECYCLE = Lifecycle(
    HandoverState,
    [
        Move("acknowledge", (S.DRAWN,), S.DRAWN, KEEPERS),
        Move("count", (S.DRAWN,), S.DRAWN, KEEPERS),
        Move("sign-outgoing", (S.DRAWN,), S.HANDED_OUT, KEEPERS),
        Move("sign-incoming", (S.HANDED_OUT,), S.SIGNED, KEEPERS),
        Move("refresh", (S.DRAWN, S.HANDED_OUT), S.DRAWN, KEEPERS),
        Move("withdraw", (S.DRAWN, S.HANDED_OUT), S.WITHDRAWN, KEEPERS, ("reason",)),
    ],
)


class Handover(Identified, Scoped, Versioned, Stamped, Base):
    """Of one shift at most one is under way; signed, it is the next shift's beginning."""

    __tablename__ = "handovers"
    __table_args__ = (only_one("uq_handovers_under_way", "shift_id", "state IN ('drawn', 'handed_out')"),)

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[HandoverState] = mapped_column(default=HandoverState.DRAWN)
    shift_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("duty_shifts.id"), index=True)
    from_name: Mapped[dict]
    to_code: Mapped[str] = mapped_column(sa.String(32))
    to_name: Mapped[dict]
    to_day: Mapped[date]
    to_starts_at: Mapped[datetime]
    to_ends_at: Mapped[datetime]
    drawn_at: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(sa.Text)
    resting: Mapped[int] = mapped_column(default=0)
    outgoing: Mapped[str | None] = mapped_column(sa.String(100))
    outgoing_name: Mapped[str | None] = mapped_column(sa.String(100))
    outgoing_at: Mapped[datetime | None]
    incoming: Mapped[str | None] = mapped_column(sa.String(100))
    incoming_name: Mapped[str | None] = mapped_column(sa.String(100))
    incoming_at: Mapped[datetime | None]

    items: Mapped[list["HandoverItem"]] = relationship(order_by="HandoverItem.position", lazy="selectin")
    counts: Mapped[list["HandoverCount"]] = relationship(order_by="HandoverCount.position", lazy="selectin")

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))

    @property
    def waiting(self) -> list["HandoverItem"]:
        """What still has to be acknowledged."""
        return [item for item in self.items if not item.settled and item.acknowledged_at is None]

    @property
    def unexplained(self) -> list["HandoverCount"]:
        return [count for count in self.counts if not count.complete]


class HandoverItem(Identified, Scoped, Base):
    """One unfinished thing. What is large or tangled is gone through together before it is acknowledged."""

    __tablename__ = "handover_items"
    __table_args__ = (sa.UniqueConstraint("handover_id", "kind", "subject_id"),)

    handover_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("handovers.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(32))
    subject_id: Mapped[uuid.UUID]
    number: Mapped[str] = mapped_column(sa.String(32))
    words: Mapped[str] = mapped_column(sa.String(300))
    place: Mapped[str | None] = mapped_column(sa.String(500))
    state: Mapped[str] = mapped_column(sa.String(32))
    priority: Mapped[str] = mapped_column(sa.String(16))
    due_at: Mapped[datetime | None]
    large: Mapped[bool] = mapped_column(default=False)
    settled: Mapped[bool] = mapped_column(default=False)
    joint_note: Mapped[str | None] = mapped_column(sa.String(500))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(sa.String(100))

    @property
    def key(self) -> tuple[str, uuid.UUID]:
        return self.kind, self.subject_id


class HandoverCount(Identified, Scoped, Base):
    """One kind of entrusted thing: how many there should be, and how many each side counted."""

    __tablename__ = "handover_counts"
    __table_args__ = (sa.UniqueConstraint("handover_id", "code"),)

    handover_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("handovers.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(32))
    name: Mapped[dict]
    expected: Mapped[int]
    outgoing_count: Mapped[int | None]
    incoming_count: Mapped[int | None]
    explanation: Mapped[str | None] = mapped_column(sa.String(500))

    @property
    def differs(self) -> bool:
        return {self.outgoing_count, self.incoming_count} - {None} not in (set(), {self.expected})

    @property
    def complete(self) -> bool:
        """Both sides counted, and a difference is explained."""
        counted = None not in (self.outgoing_count, self.incoming_count)
        return counted and (not self.differs or bool(self.explanation))
