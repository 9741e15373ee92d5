"""A parcel: handed in for a unit or left by it for somebody, told, chased, collected and signed for (RD-14)."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.errors import Conflict
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

from .models import GATE


class ParcelState(enum.StrEnum):
    KEPT = "kept"
    COLLECTED = "collected"
    RETURNED = "returned"


class ParcelKind(enum.StrEnum):
    PARCEL = "parcel"
    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"
    THING = "thing"


class Direction(enum.StrEnum):
    """For the household, or from it for somebody who comes for it."""

    FOR_UNIT = "for_unit"
    FROM_UNIT = "from_unit"


class Signed(enum.StrEnum):
    """How it is proved that it was handed over."""

    SIGNATURE = "signature"
    PICKUP_CODE = "pickup_code"


S = ParcelState
LIFECYCLE = Lifecycle(
    ParcelState,
    [
        Move("collect", (S.KEPT,), S.COLLECTED, GATE, ("collected_by",)),
        Move("chase", (S.KEPT,), S.KEPT, (*GATE, "system")),
        Move("return", (S.KEPT,), S.RETURNED, GATE, ("reason",)),
    ],
)


class Parcel(Identified, Scoped, Versioned, Stamped, Base):
    """What lies with us for somebody. `pickup_code` is told to the household alone."""

    __tablename__ = "parcels"
    __table_args__ = (sa.Index("ix_parcels_page", "site_id", "received_at", "id"),)

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[ParcelState] = mapped_column(default=ParcelState.KEPT)
    kind: Mapped[ParcelKind] = mapped_column(default=ParcelKind.PARCEL)
    direction: Mapped[Direction] = mapped_column(default=Direction.FOR_UNIT)
    unit_id: Mapped[uuid.UUID] = mapped_column(index=True)
    unit_code: Mapped[str] = mapped_column(sa.String(64))
    for_name: Mapped[str | None] = mapped_column(sa.String(100))
    carrier: Mapped[str | None] = mapped_column(sa.String(100))
    tracking: Mapped[str | None] = mapped_column(sa.String(64))
    what: Mapped[str | None] = mapped_column(sa.String(200))
    shelf: Mapped[str | None] = mapped_column(sa.String(32))
    pickup_code: Mapped[str] = mapped_column(sa.String(8))
    received_at: Mapped[datetime]
    received_by_name: Mapped[str] = mapped_column(sa.String(100))
    chased: Mapped[int] = mapped_column(default=0)
    chased_at: Mapped[datetime | None]
    collected_at: Mapped[datetime | None]
    collected_by: Mapped[str | None] = mapped_column(sa.String(100))
    signed_how: Mapped[Signed | None]
    handed_over_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    end_reason: Mapped[str | None] = mapped_column(sa.String(500))

    def move(self, action: str, principal, **facts) -> None:
        """Raises Conflict too where nobody is to be chased: the household waits for somebody else to come."""
        if action == "chase" and self.direction is Direction.FROM_UNIT:
            said = "The household left this here for somebody: it is not told to come for it."
            raise Conflict(said, state=str(self.state), allowed=list(self.allowed(principal)))
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        ways = LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))
        return tuple(way for way in ways if way != "chase" or self.direction is Direction.FOR_UNIT)
