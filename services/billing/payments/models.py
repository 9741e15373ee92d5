"""Money that came in: what it paid, what is kept for later, and its receipt, whose number is never lost (RB-6)."""

import enum
import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.billing.bills.models import Bill
from services.billing.models import Base
from shared.masking import mask_name, mask_text
from shared.storage.columns import Fen
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move


class PaymentState(enum.StrEnum):
    RECEIVED = "received"
    ALLOCATED = "allocated"
    REVERSED = "reversed"


class Method(enum.StrEnum):
    CASH = "cash"
    TRANSFER = "transfer"
    CARD = "card"
    WALLET = "wallet"


RECEIVED, ALLOCATED, REVERSED = PaymentState
TAKING = ("cashier", "manager", "system")

LIFECYCLE = Lifecycle(
    PaymentState,
    moves=[
        Move("allocate", from_=(RECEIVED,), to=ALLOCATED, who=TAKING),
        Move(
            "reverse",
            from_=(RECEIVED, ALLOCATED),
            to=REVERSED,
            who=("cashier", "supervisor", "manager"),
            requires=("reason",),
        ),
    ],
    doors={"allocate": None},
)


class Payment(Identified, Scoped, Versioned, Stamped, Base):
    """`prepaid` is the part that pays no bill yet: it belongs to the unit (RB-6).

    Of a payment that stands, the allocations that stand and `prepaid` add up to the amount.
    """

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("operator_id", "site_id", "receipt_number"),
        CheckConstraint("prepaid >= 0 AND prepaid <= amount AND amount > 0", name="never_overspent"),
        Index("ix_payments_time", "received_at", "id"),
    )

    receipt_number: Mapped[str] = mapped_column(String(32))
    state: Mapped[PaymentState] = mapped_column(default=RECEIVED)
    amount: Mapped[Decimal] = mapped_column(Fen)
    prepaid: Mapped[Decimal] = mapped_column(Fen)
    method: Mapped[Method]
    payer: Mapped[str] = mapped_column(String(100))
    reference: Mapped[str | None] = mapped_column(String(100))
    unit_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    received_at: Mapped[datetime]
    received_by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(String(500))
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[str | None] = mapped_column(String(100))
    allocations: Mapped[list["Allocation"]] = relationship(order_by="Allocation.id", lazy="raise")

    @property
    def payer_masked(self) -> str:
        """The payer as those may see it who need not know it (RF-6)."""
        masked = mask_text(self.payer)
        return masked if masked != self.payer else mask_name(self.payer)

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)
        self.reason = facts.get("reason", self.reason)


class Allocation(Identified, Scoped, Base):
    """A part of a payment that paid a bill, at once or later out of a prepayment; undone with its payment."""

    __tablename__ = "allocations"
    __table_args__ = (CheckConstraint("amount > 0", name="more_than_nothing"),)

    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments.id"), index=True)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bills.id"), index=True)
    bill_number: Mapped[str] = mapped_column(String(32))
    ticket_id: Mapped[uuid.UUID | None]
    amount: Mapped[Decimal] = mapped_column(Fen)
    from_prepayment: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    bill: Mapped[Bill] = relationship(lazy="raise")
