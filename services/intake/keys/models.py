"""What is lent and counted: keys, cards, intercoms, each with its number and its loans (RF-4)."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models import Base
from services.intake.tickets.lifecycle import DESK, LEADERS
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

KEEPERS = DESK  # whoever takes calls keeps the cabinet


class ItemKind(enum.StrEnum):
    KEY = "key"
    ACCESS_CARD = "access_card"
    VEHICLE_CARD = "vehicle_card"
    INTERCOM = "intercom"
    OTHER = "other"


class ItemClass(enum.StrEnum):
    """Why the house has it (RF-4)."""

    PUBLIC = "public"
    VACANT_UNIT = "vacant_unit"
    ENTRUSTED = "entrusted"
    MOVE_IN = "move_in"


class ItemState(enum.StrEnum):
    IN_CABINET = "in_cabinet"
    LENT = "lent"
    GIVEN_OUT = "given_out"
    LOST = "lost"
    DESTROYED = "destroyed"


S = ItemState
LIFECYCLE = Lifecycle(
    ItemState,
    [
        Move("lend", (S.IN_CABINET,), S.LENT, KEEPERS, ("borrower_name", "purpose")),
        Move("return", (S.LENT,), S.IN_CABINET, KEEPERS),
        Move("extend", (S.LENT,), S.LENT, KEEPERS, ("due_at", "reason")),
        Move("give-out", (S.IN_CABINET,), S.GIVEN_OUT, KEEPERS, ("receiver",)),
        Move("take-back", (S.GIVEN_OUT,), S.IN_CABINET, KEEPERS, ("reason",)),
        Move("amend", (S.IN_CABINET,), S.IN_CABINET, KEEPERS),
        Move("report-lost", (S.IN_CABINET, S.LENT, S.GIVEN_OUT), S.LOST, KEEPERS, ("reason",)),
        Move("found", (S.LOST,), S.IN_CABINET, KEEPERS, ("reason",)),
        Move("destroy", (S.IN_CABINET, S.LOST), S.DESTROYED, LEADERS, ("reason",)),
    ],
)


class KeyItem(Identified, Scoped, Versioned, Stamped, Base):
    """One thing with a number of its own; its number is never given to another."""

    __tablename__ = "key_items"
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number"),
        sa.Index("ix_key_items_page", "site_id", "number", "id"),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    kind: Mapped[ItemKind]
    category: Mapped[ItemClass]
    state: Mapped[ItemState] = mapped_column(default=ItemState.IN_CABINET)
    name: Mapped[str] = mapped_column(sa.String(200))
    unit_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    unit_code: Mapped[str | None] = mapped_column(sa.String(64))
    hook: Mapped[str | None] = mapped_column(sa.String(64))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    receiver: Mapped[str | None] = mapped_column(sa.String(100))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(sa.String(100))

    loans: Mapped[list["KeyLoan"]] = relationship(order_by="KeyLoan.lent_at", lazy="raise")

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))


class BorrowerKind(enum.StrEnum):
    """How the desk knows who stands there: of the house, on the unit's file, or not at all (RF-4)."""

    STAFF = "staff"
    RESIDENT = "resident"
    UNKNOWN = "unknown"


class KeyLoan(Identified, Scoped, Base):
    """Who has it, what for, until when. Of one thing at most one loan is open, whatever two desks do at once (RF-4)."""

    __tablename__ = "key_loans"
    __table_args__ = (
        sa.Index(
            "uq_key_loans_out",
            "item_id",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
        sa.Index("ix_key_loans_due", "site_id", "closed_at", "due_at"),
        sa.Index("ix_key_loans_page", "site_id", "lent_at", "id"),
    )

    item_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("key_items.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(32))
    borrower_kind: Mapped[BorrowerKind]
    borrower_name: Mapped[str] = mapped_column(sa.String(100))
    borrower_phone: Mapped[str | None] = mapped_column(sa.String(64))
    person_id: Mapped[uuid.UUID | None]
    confirmed_by_id: Mapped[uuid.UUID | None]
    confirmed_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    confirmed_how: Mapped[str | None] = mapped_column(sa.String(200))
    purpose: Mapped[str] = mapped_column(sa.String(500))
    lent_at: Mapped[datetime]
    lent_by_name: Mapped[str] = mapped_column(sa.String(100))
    due_at: Mapped[datetime]
    extended_because: Mapped[str | None] = mapped_column(sa.String(500))
    chased_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(sa.String(16))
    returned_by: Mapped[str | None] = mapped_column(sa.String(100))
    taken_back_by: Mapped[str | None] = mapped_column(sa.String(100))
    note: Mapped[str | None] = mapped_column(sa.String(500))
