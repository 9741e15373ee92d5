"""The file of a household: its people, how they are reached, and who looked into it."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped, Stamped, Versioned


class PersonRole(StrEnum):
    OWNER = "owner"
    TENANT = "tenant"
    OCCUPANT = "occupant"
    CONTACT = "contact"


class Household(Identified, Scoped, Versioned, Stamped, Base):
    """One file per unit (RF-1). Whatever changes about its people changes its version too."""

    __tablename__ = "households"

    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"), unique=True)
    reviewed_at: Mapped[datetime | None] = mapped_column()
    announced_on: Mapped[date | None] = mapped_column()


class Person(Identified, Scoped, Versioned, Stamped, Base):
    """Somebody of a household, in one role, from one day to another; an open end has no `to_day`."""

    __tablename__ = "people"

    household_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("households.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[PersonRole] = mapped_column()
    from_day: Mapped[date | None] = mapped_column()
    to_day: Mapped[date | None] = mapped_column()
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10), default="zh")
    channels: Mapped[list] = mapped_column(default=list)
    opted_out: Mapped[bool] = mapped_column(Boolean, default=False)
    phones: Mapped[list["PersonPhone"]] = relationship(
        cascade="all, delete-orphan", order_by="PersonPhone.position", lazy="raise"
    )

    def here_on(self, day: date) -> bool:
        """Whether the person belongs to the household on this day; both ends are included."""
        return (self.from_day is None or self.from_day <= day) and (self.to_day is None or day <= self.to_day)

    @property
    def numbers(self) -> list[tuple[str, str | None]]:
        """Phone numbers as (as given, E.164); the first is the one to ring."""
        return [(phone.raw, phone.e164) for phone in self.phones]

    @numbers.setter
    def numbers(self, numbers: list[tuple[str, str | None]]) -> None:
        self.phones[:] = [
            PersonPhone(operator_id=self.operator_id, site_id=self.site_id, raw=raw, e164=e164, position=position)
            for position, (raw, e164) in enumerate(numbers, start=1)
        ]


class PersonPhone(Identified, Scoped, Base):
    __tablename__ = "person_phones"
    __table_args__ = (Index("ix_person_phones_site_e164", "site_id", "e164"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    raw: Mapped[str] = mapped_column(String(64))
    e164: Mapped[str | None] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(Integer)


class HouseholdReading(Identified, Scoped, Base):
    """Who read or changed which file, when, and whether with open numbers (RF-6). Only ever added to."""

    __tablename__ = "household_readings"
    __table_args__ = (Index("ix_household_readings_household_at", "household_id", "at"),)

    household_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("households.id"))
    reader: Mapped[str] = mapped_column(String(100))
    reader_name: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(32))
    unmasked: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column()
