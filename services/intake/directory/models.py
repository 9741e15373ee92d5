"""The register of places: operator, site, department, building, unit, and the categories tickets are sorted by."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.columns import Fen
from shared.storage.tables import Identified, OperatorScoped, Scoped, Stamped, Versioned


class SquareMetres(Fen):
    """Square metres with two places: `Decimal` in code, whole hundredths in the database, exact on both."""

    cache_ok = True


class Named:
    """Everything a person sees has a name in Chinese and in English (RO-4)."""

    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))

    @property
    def name(self) -> dict[str, str]:
        return {"zh": self.name_zh, "en": self.name_en}


class Operator(Identified, Named, Stamped, Base):
    """The company that runs sites; everything else belongs to one."""

    __tablename__ = "operators"

    code: Mapped[str] = mapped_column(String(32), unique=True)


class Site(Identified, Scoped, Named, Versioned, Stamped, Base):
    """A site belongs to itself (`site_id` is `id`), so that the one scope rule covers it too (RO-1)."""

    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("operator_id", "code"),)

    code: Mapped[str] = mapped_column(String(32))
    timezone: Mapped[str] = mapped_column(String(64))
    currency: Mapped[str] = mapped_column(String(3))
    settings: Mapped[dict] = mapped_column()

    def date_at(self, moment: datetime) -> date:
        """The date on the calendar that hangs there."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()


class Department(Identified, Scoped, Named, Stamped, Base):
    __tablename__ = "departments"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    code: Mapped[str] = mapped_column(String(32))


class Building(Identified, Scoped, Named, Versioned, Stamped, Base):
    __tablename__ = "buildings"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    code: Mapped[str] = mapped_column(String(32))
    aliases: Mapped[list] = mapped_column(default=list)


class Unit(Identified, Scoped, Versioned, Stamped, Base):
    """A flat, shop or garage with a door of its own. `code` is unique on the site, such as 3-2-1201."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    building_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("buildings.id"), index=True)
    code: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    floor: Mapped[int | None] = mapped_column(Integer)
    use: Mapped[str] = mapped_column(String(32))
    built_area: Mapped[Decimal | None] = mapped_column(SquareMetres)
    usable_area: Mapped[Decimal | None] = mapped_column(SquareMetres)
    aliases: Mapped[list] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class UnitName(Identified, Scoped, Base):
    """One normalised way to write a unit; `rank` 0 is its own code, 1 any other way."""

    __tablename__ = "unit_names"
    __table_args__ = (Index("ix_unit_names_key_site", "key", "site_id"),)

    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"), index=True)
    key: Mapped[str] = mapped_column(String(200))
    rank: Mapped[int] = mapped_column(Integer)


class Category(Identified, OperatorScoped, Named, Versioned, Stamped, Base):
    """Place × object × problem: what kind of ticket it makes, whose trade it is, how soon it is followed up (RV-1).

    Dated and never deleted: a change is the code's next edition from a day on; no day has two editions.
    """

    __tablename__ = "categories"
    __table_args__ = (UniqueConstraint("operator_id", "code", "edition"),)

    code: Mapped[str] = mapped_column(String(64))
    edition: Mapped[int] = mapped_column(Integer, default=1)
    place: Mapped[str] = mapped_column(String(32))
    object: Mapped[str] = mapped_column(String(64))
    problem: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))
    trade: Mapped[str] = mapped_column(String(32))
    follow_up: Mapped[str] = mapped_column(String(32))
    priority: Mapped[str] = mapped_column(String(16))
    valid_from: Mapped[date | None] = mapped_column()
    valid_to: Mapped[date | None] = mapped_column()

    def in_force(self, day: date) -> bool:
        """Both ends are included; no beginning is since ever, no end is until told otherwise."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
