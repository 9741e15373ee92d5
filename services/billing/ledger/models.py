"""The journal: entries with two sides, written once and never touched again; the database itself refuses to (RB-5)."""

import enum
import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.billing.models import Base
from shared.storage.columns import Fen
from shared.storage.tables import Identified, Scoped


class EntryKind(enum.StrEnum):
    BILL_ISSUED = "bill_issued"
    BILL_REVERSED = "bill_reversed"
    PAYMENT_RECEIVED = "payment_received"
    PAYMENT_REVERSED = "payment_reversed"
    PREPAYMENT_APPLIED = "prepayment_applied"


class Account(enum.StrEnum):
    RECEIVABLE = "receivable"
    PREPAYMENTS = "prepayments"
    CASH = "cash"
    BANK = "bank"
    CARD = "card"
    WALLET = "wallet"
    REVENUE_LABOUR = "revenue_labour"
    REVENUE_MATERIAL = "revenue_material"
    REVENUE_CALL_OUT = "revenue_call_out"
    REVENUE_OTHER = "revenue_other"


class Entry(Identified, Scoped, Base):
    """One business fact in the books. `cause_id` makes it unique: the same fact is never entered twice."""

    __tablename__ = "journal_entries"
    __table_args__ = (UniqueConstraint("kind", "cause_id"), Index("ix_journal_entries_time", "at", "id"))

    kind: Mapped[EntryKind]
    about_id: Mapped[uuid.UUID] = mapped_column(index=True)
    cause_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(String(100))
    note: Mapped[str | None] = mapped_column(String(500))
    postings: Mapped[list["Posting"]] = relationship(order_by="Posting.position", lazy="selectin")


class Posting(Identified, Scoped, Base):
    """One side of an entry: exactly one of debit and credit is more than zero."""

    __tablename__ = "journal_postings"

    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("journal_entries.id"), index=True)
    position: Mapped[int]
    account: Mapped[Account] = mapped_column(index=True)
    debit: Mapped[Decimal] = mapped_column(Fen)
    credit: Mapped[Decimal] = mapped_column(Fen)
    bill_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    payment_id: Mapped[uuid.UUID | None]
    unit_id: Mapped[uuid.UUID | None]
