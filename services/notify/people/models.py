"""Households and their people, with the numbers and addresses that only notify keeps beside intake (RF-6)."""

import uuid

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notify.models import Base
from shared.storage.tables import Identified, Scoped


class Household(Identified, Scoped, Base):
    __tablename__ = "households"

    heard_version: Mapped[int]
    unit_id: Mapped[uuid.UUID] = mapped_column(index=True)


class Contact(Identified, Scoped, Base):
    __tablename__ = "contacts"
    __table_args__ = (
        Index(None, "household_id"),
        Index(None, "unit_id"),
        Index(None, "person_id"),
        Index(None, "phone"),
    )

    household_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID]
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10))
    channels: Mapped[list]
    opted_out: Mapped[bool]
