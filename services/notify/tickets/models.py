"""A ticket as far as notify needs it: who asked, where, and whether it still lives."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.notify.models import Base
from shared.storage.tables import Identified, Scoped


class Ticket(Identified, Scoped, Base):
    __tablename__ = "tickets"

    heard_version: Mapped[int]
    number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    category_name: Mapped[dict | None]
    follow_up: Mapped[str | None] = mapped_column(String(32))
    priority: Mapped[str] = mapped_column(String(16))
    unit_id: Mapped[uuid.UUID | None]
    place: Mapped[str | None] = mapped_column(String(500))
    person_id: Mapped[uuid.UUID | None]
    caller_name: Mapped[str | None] = mapped_column(String(100))
    caller_phone: Mapped[str | None] = mapped_column(String(20))
    caller_email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10))
    ended: Mapped[str | None] = mapped_column(String(16))  # cancelled, merged, closed
    ended_version: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]  # the last time

    @property
    def emergency(self) -> bool:
        return self.priority == "emergency" or self.kind == "emergency"
