"""What a platform pushed, as it came, with the answer it got: the same push gets the same answer (RV-9)."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, OperatorScoped, Scoped


class Push(Identified, Scoped, Base):
    """The log of calls that reached us through a platform (RD-2, RD-3): written once, never changed.

    `edition` is that of the profile it was read with.
    """

    __tablename__ = "pushes"
    __table_args__ = (
        sa.UniqueConstraint("integration_id", "external_id"),
        sa.Index("ix_pushes_day", "integration_id", "received_at"),
    )

    integration_id: Mapped[uuid.UUID]
    external_id: Mapped[str] = mapped_column(sa.String(200))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    ticket_id: Mapped[uuid.UUID] = mapped_column(index=True)
    answer: Mapped[dict]
    record: Mapped[dict]
    edition: Mapped[int | None] = mapped_column(sa.Integer)
    received_at: Mapped[datetime]


class PushSignature(OperatorScoped, Base):
    """A signed request that was answered; it is not answered a second time. Swept after a quarter of an hour."""

    __tablename__ = "push_signatures"

    nonce: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
