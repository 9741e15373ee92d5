"""The register of an order: who was given it and why, and every move with its time and person (RW-2)."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.dispatch.models import Base
from shared.storage.tables import Identified, Scoped

from .lifecycle import OrderState


class Assignment(Identified, Scoped, Base):
    """One person's time with an order. `reasons` are codes with facts, see assignment/rules.py."""

    __tablename__ = "assignments"

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_orders.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(index=True)
    staff_code: Mapped[str] = mapped_column(String(64))
    staff_name: Mapped[str] = mapped_column(String(100))
    automatic: Mapped[bool]
    reasons: Mapped[list]
    by_name: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(32))


class Step(Identified, Scoped, Base):
    """One move of an order. Rows are only ever added."""

    __tablename__ = "work_order_steps"

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_orders.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[OrderState | None]
    to_state: Mapped[OrderState]
    reason: Mapped[str | None] = mapped_column(String(500))
    next_at: Mapped[datetime | None]
    by_name: Mapped[str] = mapped_column(String(100))
    by_subject: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
