"""An entry of the chronicle: what happened, when, by whom, in which service; never changed (RD-3, RF-3)."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped

HEARD = "kind IN ('bill.paid', 'payment.received', 'work_order.completed', 'work_order.verified')"


class ChronicleEntry(Identified, Scoped, Base):
    """One event about one subject: a payment over two tickets is an entry of each."""

    __tablename__ = "chronicle_entries"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "subject"),
        sa.Index("ix_chronicle_entries_ticket", "ticket_id", "at", "id"),
        sa.Index("ix_chronicle_entries_unit", "unit_id", "at", "id"),
        sa.Index(
            "ix_chronicle_entries_heard",
            *("site_id", "at"),
            sqlite_where=sa.text(HEARD),
            postgresql_where=sa.text(HEARD),
        ),
    )

    event_id: Mapped[uuid.UUID]
    subject: Mapped[str] = mapped_column(sa.String(36))
    ticket_id: Mapped[uuid.UUID | None]
    unit_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
    service: Mapped[str] = mapped_column(sa.String(16))
    kind: Mapped[str] = mapped_column(sa.String(64))
    who: Mapped[str | None] = mapped_column(sa.String(100))
    facts: Mapped[dict]
