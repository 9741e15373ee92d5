"""Sites, units and households as billing knows them: copies that only a newer version may replace (RO-3)."""

import uuid
from decimal import Decimal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.columns import QUANTITY
from services.billing.models import Base
from shared.storage.tables import Identified, Scoped


class Site(Identified, Scoped, Base):
    """`id` and `site_id` are the same: a site belongs to itself."""

    __tablename__ = "sites"

    seen_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[dict]
    timezone: Mapped[str] = mapped_column(String(64))
    currency: Mapped[str] = mapped_column(String(3))
    settings: Mapped[dict]


class Unit(Identified, Scoped, Base):
    __tablename__ = "units"

    seen_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    building_id: Mapped[uuid.UUID] = mapped_column(index=True)
    building_name: Mapped[dict]
    floor: Mapped[int | None]
    use: Mapped[str] = mapped_column(String(32))
    built_area: Mapped[Decimal | None] = mapped_column(QUANTITY)
    usable_area: Mapped[Decimal | None] = mapped_column(QUANTITY)
    active: Mapped[bool]


class Household(Identified, Scoped, Base):
    """Who holds a unit: names and roles only (RF-6)."""

    __tablename__ = "households"

    seen_version: Mapped[int]
    unit_id: Mapped[uuid.UUID] = mapped_column(index=True)
    people: Mapped[list]
