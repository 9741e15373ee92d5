"""Where work is done and who holds the place: copies, each with the version it was copied from."""

import uuid

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.dispatch.models import Base
from shared.storage.tables import Identified, Scoped

DEFAULT_ZONE = "Asia/Shanghai"


class Site(Identified, Scoped, Base):
    """A site as dispatch needs it; `id` and `site_id` are the same."""

    __tablename__ = "sites"

    source_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[dict]
    timezone: Mapped[str] = mapped_column(String(64))
    settings: Mapped[dict]


class Unit(Identified, Scoped, Base):
    """A unit as a technician looks for it."""

    __tablename__ = "units"

    source_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    building_id: Mapped[uuid.UUID]
    building_name: Mapped[dict]
    floor: Mapped[int | None]
    use: Mapped[str] = mapped_column(String(32))
    active: Mapped[bool]


class Household(Identified, Scoped, Base):
    """Who holds a unit: names and roles only, no way to reach them (RF-6)."""

    __tablename__ = "households"

    source_version: Mapped[int]
    unit_id: Mapped[uuid.UUID] = mapped_column(index=True)
    people: Mapped[list]
