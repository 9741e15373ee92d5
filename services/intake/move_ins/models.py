"""A batch of a bulk move-in: the building, and the days on which its households come (RM-2)."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped


class MoveInBatch(Identified, Scoped, Base):
    """`asked` is how many units it was opened for."""

    __tablename__ = "move_in_batches"
    __table_args__ = (sa.Index("ix_move_in_batches_page", "site_id", "opened_at", "id"),)

    name: Mapped[str] = mapped_column(sa.String(200))
    building_id: Mapped[uuid.UUID] = mapped_column(index=True)
    asked: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_name: Mapped[str] = mapped_column(sa.String(100))
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]
