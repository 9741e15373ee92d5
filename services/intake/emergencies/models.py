"""The plan of one emergency as it was opened, and its timeline, which only grows (RD-17)."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped


class Happened(enum.StrEnum):
    """What a line of the timeline says; the first two are about somebody of the plan."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    ARRIVED = "arrived"
    OUTSIDE_HELP = "outside_help"
    NOTE = "note"


ABOUT_A_CALL = (Happened.REACHED, Happened.NO_ANSWER)


class Emergency(Identified, Scoped, Base):
    """`calls` is the site's list of that moment: who, number, outside; in the order in which they are rung."""

    __tablename__ = "emergencies"

    ticket_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("tickets.id"), unique=True)
    calls: Mapped[list]
    opened_at: Mapped[datetime]


class EmergencyEntry(Identified, Scoped, Base):
    """One minute of it. `call` is the place in the list of who was rung, from 1."""

    __tablename__ = "emergency_entries"

    emergency_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("emergencies.id"), index=True)
    happened: Mapped[Happened]
    call: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(sa.String(500))
    at: Mapped[datetime]
    by_subject: Mapped[str] = mapped_column(sa.String(100))
    by_name: Mapped[str] = mapped_column(sa.String(100))
