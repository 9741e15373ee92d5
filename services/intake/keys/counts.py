"""The monthly count: every key, card and intercom looked at, every difference explained, signed by a leader (RF-4)."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models import Base
from services.intake.tickets.lifecycle import LEADERS
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

from .models import KEEPERS, ItemKind, ItemState


class CountState(enum.StrEnum):
    DRAWN = "drawn"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


S = CountState
LIFECYCLE = Lifecycle(
    CountState,
    [
        Move("count", (S.DRAWN,), S.DRAWN, KEEPERS),
        Move("sign", (S.DRAWN,), S.SIGNED, LEADERS),
        Move("withdraw", (S.DRAWN,), S.WITHDRAWN, KEEPERS, ("reason",)),
    ],
)


class KeyCount(Identified, Scoped, Versioned, Stamped, Base):
    """Of each month at most one that was not withdrawn."""

    __tablename__ = "key_counts"
    __table_args__ = (
        sa.Index(
            "uq_key_counts_month",
            "site_id",
            "month",
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        ),
    )

    month: Mapped[date]
    state: Mapped[CountState] = mapped_column(default=CountState.DRAWN)
    drawn_at: Mapped[datetime]
    drawn_by_name: Mapped[str] = mapped_column(sa.String(100))
    surplus: Mapped[str | None] = mapped_column(sa.String(500))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    signed_at: Mapped[datetime | None]
    signed_by_name: Mapped[str | None] = mapped_column(sa.String(100))

    lines: Mapped[list["KeyCountLine"]] = relationship(order_by="KeyCountLine.position", lazy="selectin")

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))

    @property
    def uncounted(self) -> list["KeyCountLine"]:
        return [line for line in self.lines if line.found is None]

    @property
    def unexplained(self) -> list["KeyCountLine"]:
        return [line for line in self.lines if line.found is False and not line.explanation]


class KeyCountLine(Identified, Scoped, Base):
    """One thing as the register had it when the list was drawn, and whether it was there: itself, or its slip."""

    __tablename__ = "key_count_lines"
    __table_args__ = (sa.UniqueConstraint("count_id", "item_id"),)

    count_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("key_counts.id"), index=True)
    item_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("key_items.id"))
    position: Mapped[int]
    number: Mapped[str] = mapped_column(sa.String(32))
    kind: Mapped[ItemKind]
    name: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[ItemState]
    borrower_name: Mapped[str | None] = mapped_column(sa.String(100))
    found: Mapped[bool | None]
    explanation: Mapped[str | None] = mapped_column(sa.String(500))
    counted_by: Mapped[str | None] = mapped_column(sa.String(100))
    counted_at: Mapped[datetime | None]
