"""What a customer leaves at the desk: receipted when it is taken and when it is given back (RF-7)."""

import enum
import uuid
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.columns import Fen
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

from .models import KEEPERS


class ThingKind(enum.StrEnum):
    PAPERS = "papers"
    MONEY = "money"
    GOODS = "goods"
    KEYS = "keys"


class ThingState(enum.StrEnum):
    HELD = "in_keeping"
    GIVEN_BACK = "given_back"
    PASSED_ON = "passed_on"


S = ThingState
WHO_TOOK = ("receiver_name", "receiver_proof")
LIFECYCLE = Lifecycle(
    ThingState,
    [
        Move("give-back", (S.HELD,), S.GIVEN_BACK, KEEPERS, WHO_TOOK),
        Move("pass-on", (S.HELD,), S.PASSED_ON, KEEPERS, WHO_TOOK),
    ],
)


class EntrustedThing(Identified, Scoped, Versioned, Stamped, Base):
    """Held for somebody, by number of its receipt; ended by the number of a second one."""

    __tablename__ = "entrusted_things"
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number"),
        sa.Index("ix_entrusted_things_page", "site_id", "state", "taken_at", "id"),
        sa.Index("ix_entrusted_things_all", "site_id", "taken_at", "id"),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    out_number: Mapped[str | None] = mapped_column(sa.String(32))
    kind: Mapped[ThingKind]
    state: Mapped[ThingState] = mapped_column(default=ThingState.HELD)
    description: Mapped[str] = mapped_column(sa.String(500))
    quantity: Mapped[int]
    amount: Mapped[Decimal | None] = mapped_column(Fen)
    unit_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    unit_code: Mapped[str | None] = mapped_column(sa.String(64))
    giver_name: Mapped[str] = mapped_column(sa.String(100))
    giver_phone: Mapped[str | None] = mapped_column(sa.String(64))
    for_whom: Mapped[str | None] = mapped_column(sa.String(100))
    keep_until: Mapped[date | None]
    kept_at: Mapped[str | None] = mapped_column(sa.String(100))
    item_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("key_items.id"))
    taken_at: Mapped[datetime]
    taken_by_name: Mapped[str] = mapped_column(sa.String(100))
    closed_at: Mapped[datetime | None]
    closed_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    receiver_name: Mapped[str | None] = mapped_column(sa.String(100))
    receiver_proof: Mapped[str | None] = mapped_column(sa.String(200))
    note: Mapped[str | None] = mapped_column(sa.String(500))

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))
