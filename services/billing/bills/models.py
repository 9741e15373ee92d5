"""Bills: issued once, explained line by line, never altered; only their state and what was paid may move (RB-5)."""

import enum
import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.billing.columns import QUANTITY, RATE
from services.billing.models import Base
from shared.errors import Conflict
from shared.storage.columns import Fen
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move


class BillState(enum.StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    PART_PAID = "part_paid"
    PAID = "paid"
    DISPUTED = "disputed"
    REVERSED = "reversed"


DRAFT, ISSUED, PART_PAID, PAID, DISPUTED, REVERSED = BillState
OPEN = (ISSUED, PART_PAID)
DECIDING = ("cashier", "supervisor", "manager", "system")

LIFECYCLE = Lifecycle(
    BillState,
    moves=[
        Move("issue", from_=(DRAFT,), to=ISSUED, who=("cashier", "manager", "system")),
        Move("settle", from_=OPEN, to=PAID, who=DECIDING),
        Move("part_pay", from_=OPEN, to=PART_PAID, who=DECIDING),
        Move("reopen", from_=(PART_PAID, PAID), to=ISSUED, who=DECIDING),
        Move("reopen_partly", from_=(PART_PAID, PAID), to=PART_PAID, who=DECIDING),
        Move("dispute", from_=(ISSUED, PART_PAID, PAID), to=DISPUTED, who=(*DECIDING, "desk"), requires=("reason",)),
        Move("uphold", from_=(DISPUTED,), to=ISSUED, who=DECIDING, requires=("reason",)),
        Move("reverse", from_=(DRAFT, ISSUED, DISPUTED), to=REVERSED, who=DECIDING, requires=("reason",)),
    ],
    doors=dict.fromkeys(("issue", "settle", "part_pay", "reopen", "reopen_partly")),  # what work and money do to it
)


class Bill(Identified, Scoped, Versioned, Stamped, Base):
    """What is owed for one paid work order. `reason` is why it was last disputed, upheld or reversed."""

    __tablename__ = "bills"
    __table_args__ = (
        UniqueConstraint("operator_id", "work_order_id"),
        UniqueConstraint("operator_id", "site_id", "number"),
        CheckConstraint("paid >= 0 AND paid <= amount", name="never_overpaid"),
        Index("ix_bills_unit_state", "unit_id", "state"),
        Index("ix_bills_time", "issued_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(32))
    state: Mapped[BillState] = mapped_column(default=DRAFT)
    amount: Mapped[Decimal] = mapped_column(Fen)
    paid: Mapped[Decimal] = mapped_column(Fen, default=Decimal("0.00"))
    unit_id: Mapped[uuid.UUID | None]
    place: Mapped[str | None] = mapped_column(String(500))
    ticket_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    ticket_number: Mapped[str | None] = mapped_column(String(32))
    work_order_id: Mapped[uuid.UUID | None]
    work_order_number: Mapped[str | None] = mapped_column(String(32))
    agreed_by: Mapped[str | None] = mapped_column(String(100))
    completed_at: Mapped[datetime | None]
    issued_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(500))
    reversed_at: Mapped[datetime | None]
    lines: Mapped[list["BillLine"]] = relationship(order_by="BillLine.position", lazy="raise")

    @property
    def open_amount(self) -> Decimal:
        """What is still owed."""
        return Decimal("0.00") if self.state is REVERSED else self.amount - self.paid

    def allowed(self, principal) -> tuple[str, ...]:
        """What this person may do now: a bill with money on it is not taken back."""
        doors = LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))
        return tuple(door for door in doors if not (door == "reverse" and self.paid))

    def move(self, action: str, principal, **facts) -> None:
        if action == "reverse" and self.paid:
            said = f"{self.paid} was paid on {self.number}: reverse the payment first."
            raise Conflict(said, state=str(self.state), allowed=list(self.allowed(principal)))
        LIFECYCLE.move(self, action, principal, **facts)
        self.reason = facts.get("reason", self.reason)

    def take(self, amount: Decimal, principal) -> None:
        """Money for this bill. Raises Conflict when it is not open; never takes more than is owed."""
        if amount > self.amount - self.paid:
            raise Conflict(
                f"Only {self.amount - self.paid} is open on {self.number}.", state=str(self.state), allowed=[]
            )
        self.move("settle" if self.paid + amount == self.amount else "part_pay", principal)
        self.paid += amount

    def give_back(self, amount: Decimal, principal) -> None:
        """A payment was undone: the bill is open again, unless somebody disputes it."""
        self.paid -= amount
        if self.state is not DISPUTED:
            self.move("reopen_partly" if self.paid else "reopen", principal)

    def uphold(self, principal, reason: str) -> None:
        """The dispute ends and the bill stands, as far paid as it is."""
        self.move("uphold", principal, reason=reason)
        if self.paid:
            LIFECYCLE.move(self, "settle" if self.paid == self.amount else "part_pay", principal)


class BillLine(Identified, Scoped, Base):
    """quantity × rate = amount, of which published standard, for which period or work order (RB-1)."""

    __tablename__ = "bill_lines"
    __table_args__ = (UniqueConstraint("bill_id", "position"),)

    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bills.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    rate: Mapped[Decimal] = mapped_column(RATE)
    amount: Mapped[Decimal] = mapped_column(Fen)
    standard_from: Mapped[date | None]
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]

    @property
    def quantity_text(self) -> str:
        """The quantity without needless zeros: 1.500 is read as 1.5."""
        return f"{self.quantity.normalize():f}"


class TicketCase(Identified, Scoped, Base):
    """What billing heard of a ticket's end, also before there is a bill; its row is the lock of all its bills.

    `id` is the ticket's. `cancelled_orders` maps work orders that ended without work to the reason.
    """

    __tablename__ = "ticket_cases"

    cancelled_reason: Mapped[str | None] = mapped_column(String(500))
    cancelled_orders: Mapped[dict]

    def why_cancelled(self, work_order_id) -> str | None:
        return self.cancelled_orders.get(str(work_order_id)) or self.cancelled_reason
