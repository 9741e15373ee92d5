"""A facility with its hours and price, and the spans of time for which it is taken (RD-20)."""

import enum
import uuid
from datetime import UTC, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.directory.models import Named
from services.intake.models import Base
from services.intake.tickets.lifecycle import DESK
from shared.errors import Conflict
from shared.storage.columns import Fen
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

BOOKERS = (*DESK, "area_manager")
KEEPERS = ("supervisor", "manager", "admin")
READERS = (*BOOKERS, "guard", "cashier", "head_office", "admin")
NOTHING = Decimal("0.00")


class FacilityKind(enum.StrEnum):
    MEETING_ROOM = "meeting_room"
    FUNCTION_ROOM = "function_room"
    SPORTS = "sports"
    OUTDOOR = "outdoor"
    OTHER_FACILITY = "other_facility"


class BookingState(enum.StrEnum):
    BOOKED = "booked"
    TOOK_PLACE = "took_place"
    NOT_USED = "not_used"
    CANCELLED = "cancelled"


S = BookingState
LIFECYCLE = Lifecycle(
    BookingState,
    [
        Move("finish", (S.BOOKED,), S.TOOK_PLACE, (*BOOKERS, "system")),
        Move("no-show", (S.BOOKED,), S.NOT_USED, BOOKERS),
        Move("cancel", (S.BOOKED,), S.CANCELLED, BOOKERS, ("reason",)),
    ],
)


class Facility(Identified, Scoped, Named, Versioned, Stamped, Base):
    """What can be booked. `hours` are its own, on the site's calendar; whoever cancels late pays a share."""

    __tablename__ = "facilities"
    __table_args__ = (sa.UniqueConstraint("site_id", "code"),)

    code: Mapped[str] = mapped_column(sa.String(32))
    kind: Mapped[FacilityKind]
    place: Mapped[str | None] = mapped_column(sa.String(200))
    capacity: Mapped[int | None]
    hours: Mapped[list]
    slot_minutes: Mapped[int] = mapped_column(default=30)
    longest_minutes: Mapped[int] = mapped_column(default=480)
    ahead_days: Mapped[int] = mapped_column(default=60)
    price_per_hour: Mapped[Decimal] = mapped_column(Fen, default=NOTHING)
    deposit: Mapped[Decimal] = mapped_column(Fen, default=NOTHING)
    cancel_hours: Mapped[int] = mapped_column(default=24)
    cancel_percent: Mapped[int] = mapped_column(default=50)
    rules: Mapped[str | None] = mapped_column(sa.Text)
    active: Mapped[bool] = mapped_column(default=True)


class Booking(Identified, Scoped, Versioned, Stamped, Base):
    """One span of one facility. The database itself refuses that two that are booked meet."""

    __tablename__ = "bookings"
    __table_args__ = (sa.Index("ix_bookings_page", "site_id", "starts_at", "id"),)

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[BookingState] = mapped_column(default=BookingState.BOOKED)
    facility_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("facilities.id"), index=True)
    facility_name: Mapped[dict]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    unit_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    unit_code: Mapped[str | None] = mapped_column(sa.String(64))
    for_name: Mapped[str] = mapped_column(sa.String(100))
    phone: Mapped[str | None] = mapped_column(sa.String(64))
    people: Mapped[int | None]
    purpose: Mapped[str | None] = mapped_column(sa.String(200))
    price: Mapped[Decimal] = mapped_column(Fen)
    price_per_hour: Mapped[Decimal] = mapped_column(Fen)
    deposit: Mapped[Decimal] = mapped_column(Fen)
    free_until: Mapped[datetime]
    cancel_percent: Mapped[int]
    booked_at: Mapped[datetime]
    booked_by_name: Mapped[str] = mapped_column(sa.String(100))
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    end_reason: Mapped[str | None] = mapped_column(sa.String(500))
    fee: Mapped[Decimal | None] = mapped_column(Fen)
    charge_id: Mapped[uuid.UUID | None]

    def move(self, action: str, principal, now: datetime, **facts) -> None:
        """Raises Conflict too when it is too early to say how it went, or too late to cancel."""
        if self.state is BookingState.BOOKED and (action == "cancel") == (now >= self.starts_at):
            begun = "It has begun: say that it took place, or that nobody came."
            said = begun if action == "cancel" else "It has not begun: it can be cancelled until then."
            raise Conflict(said, state=str(self.state), allowed=list(self.allowed(principal, now)))
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal, now: datetime | None = None) -> tuple[str, ...]:
        """Of its table, what its hour leaves open."""
        now = now or datetime.now(UTC)
        ways = LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))
        return tuple(way for way in ways if (way == "cancel") == (now < self.starts_at))
