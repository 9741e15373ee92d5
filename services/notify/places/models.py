"""Sites and units as intake announced them."""

import uuid

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.notify.models import Base
from shared.storage.tables import Identified, Scoped


class Site(Identified, Scoped, Base):
    __tablename__ = "sites"

    heard_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[dict]
    timezone: Mapped[str] = mapped_column(String(64))
    settings: Mapped[dict]


class Unit(Identified, Scoped, Base):
    __tablename__ = "units"

    heard_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    building_id: Mapped[uuid.UUID]
    active: Mapped[bool]
