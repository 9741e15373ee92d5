"""What the desk should know when somebody rings: hard of hearing, a dog, prefers to be called in the evening."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped


class CallerNote(Identified, Scoped, Base):
    """About a number, a unit, or both. Its words are never altered: it ends, and another is written."""

    __tablename__ = "caller_notes"
    __table_args__ = (
        sa.Index("ix_caller_notes_phone", "site_id", "phone"),
        sa.Index("ix_caller_notes_unit_id", "site_id", "unit_id"),
    )

    phone: Mapped[str | None] = mapped_column(sa.String(20))
    unit_id: Mapped[uuid.UUID | None]
    text: Mapped[str] = mapped_column(sa.String(500))
    by_name: Mapped[str] = mapped_column(sa.String(100))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
