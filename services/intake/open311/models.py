"""What a ticket that came by Open311 knows besides, and which posts were answered already."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped


class Open311Request(Scoped, Base):
    """What GeoReport asks for and a ticket has no place for; written once, as it was said."""

    __tablename__ = "open311_requests"

    ticket_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("tickets.id"), primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(64), unique=True)
    reviewed: Mapped[bool]  # the id is told when somebody of the desk has taken it
    description: Mapped[str] = mapped_column(sa.Text)
    address: Mapped[str | None] = mapped_column(sa.String(500))
    address_id: Mapped[str | None] = mapped_column(sa.String(64))
    lat: Mapped[str | None] = mapped_column(sa.String(24))
    long: Mapped[str | None] = mapped_column(sa.String(24))
    media_url: Mapped[str | None] = mapped_column(sa.String(2000))
    account_id: Mapped[str | None] = mapped_column(sa.String(200))
    device_id: Mapped[str | None] = mapped_column(sa.String(200))
    attributes: Mapped[dict] = mapped_column(default=dict)


class Open311Post(Identified, Scoped, Base):
    """A post that was answered: the same once more, within the site's hours, is a retry and gets the same answer."""

    __tablename__ = "open311_posts"
    __table_args__ = (sa.UniqueConstraint("integration_id", "fingerprint"),)

    integration_id: Mapped[uuid.UUID]
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    ticket_id: Mapped[uuid.UUID]
    answer: Mapped[dict]
    posted_at: Mapped[datetime] = mapped_column(index=True)
