"""Technicians and other posts of an operator; one person may serve several sites."""

import uuid
from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.dispatch.models import Base
from shared.storage.tables import Identified, OperatorScoped, Stamped, Versioned

CHILDREN = {"cascade": "all, delete-orphan", "passive_deletes": True}


class Staff(Identified, OperatorScoped, Versioned, Stamped, Base):
    """One person at work. `login` is the account they sign in with."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("operator_id", "code"), UniqueConstraint("operator_id", "login"))

    code: Mapped[str] = mapped_column(String(64))
    login: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(100))
    trades: Mapped[list]
    on_duty: Mapped[bool] = mapped_column(default=True)
    duty_since: Mapped[datetime | None]

    certificates: Mapped[list["Certificate"]] = relationship(order_by="Certificate.kind", **CHILDREN)
    shifts: Mapped[list["ShiftPlan"]] = relationship(order_by="ShiftPlan.position", **CHILDREN)
    places: Mapped[list["StaffSite"]] = relationship(order_by="StaffSite.at_site", **CHILDREN)

    def card(self) -> dict:
        """Who this is, as orders and events carry it."""
        return {"staff_id": str(self.id), "code": self.code, "name": self.name, "login": self.login}


class Certificate(Identified, OperatorScoped, Base):
    """A qualification with its last valid day (RW-12)."""

    __tablename__ = "staff_certificates"

    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(64))
    valid_until: Mapped[date]


class ShiftPlan(Identified, OperatorScoped, Base):
    """Working hours on some weekdays (1 = Monday); an end not after the start lies on the next day."""

    __tablename__ = "staff_shifts"

    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    weekdays: Mapped[list]
    start: Mapped[time]
    end: Mapped[time]


class StaffSite(Identified, OperatorScoped, Base):
    """A site this person serves. Named `at_site` because a person is the operator's, not the site's."""

    __tablename__ = "staff_sites"
    __table_args__ = (UniqueConstraint("staff_id", "at_site"),)

    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    at_site: Mapped[uuid.UUID] = mapped_column(index=True)
