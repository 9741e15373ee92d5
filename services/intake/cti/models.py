"""A call as the telephone told it, and the lines of a site that may tell (RD-2)."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped, Stamped


class CallState(enum.StrEnum):
    """In the order a call passes them; `held` and `transferred` may come and go until it has ended."""

    RINGING = "ringing"
    ANSWERED = "answered"
    HELD = "held"
    TRANSFERRED = "transferred"
    ENDED = "ended"


class Direction(enum.StrEnum):
    IN = "in"
    OUT = "out"


class PhoneLine(Identified, Scoped, Stamped, Base):
    """A secret address that one platform tells the calls of one site at; only its hash stays here."""

    __tablename__ = "phone_lines"
    __table_args__ = (sa.UniqueConstraint("integration_id", "site_id"),)

    integration_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("integrations.id"))
    secret_hash: Mapped[str] = mapped_column(sa.String(64))


class PhoneCall(Identified, Scoped, Base):
    """One call, put together from whatever was told of it: the log of who rang, from where, for how long (RD-2)."""

    __tablename__ = "phone_calls"
    __table_args__ = (
        sa.UniqueConstraint("integration_id", "site_id", "call_id"),
        sa.Index("ix_phone_calls_page", "site_id", "first_told_at", "id"),
        sa.Index("ix_phone_calls_state", "site_id", "state", "first_told_at"),
    )

    integration_id: Mapped[uuid.UUID]
    call_id: Mapped[str] = mapped_column(sa.String(250))
    state: Mapped[CallState]
    state_at: Mapped[datetime]
    direction: Mapped[Direction | None]
    number_given: Mapped[str | None] = mapped_column(sa.String(64))
    number: Mapped[str | None] = mapped_column(sa.String(20), index=True)
    dialled: Mapped[str | None] = mapped_column(sa.String(64))
    queue: Mapped[str | None] = mapped_column(sa.String(100))
    rung: Mapped[list] = mapped_column(default=list)  # whom it rang at
    agent: Mapped[str | None] = mapped_column(sa.String(100))
    agent_number: Mapped[str | None] = mapped_column(sa.String(64))
    rang_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    answer_seconds: Mapped[int | None]
    cause: Mapped[str | None] = mapped_column(sa.String(32))
    recording_url: Mapped[str | None] = mapped_column(sa.String(2000))
    person_id: Mapped[uuid.UUID | None]
    person_name: Mapped[str | None] = mapped_column(sa.String(100))
    unit_id: Mapped[uuid.UUID | None]
    unit_code: Mapped[str | None] = mapped_column(sa.String(64))
    first_told_at: Mapped[datetime]


class PhoneCallTicket(Identified, Scoped, Base):
    """What came of a call: one caller may have several matters, and about one matter several may call."""

    __tablename__ = "phone_call_tickets"
    __table_args__ = (sa.UniqueConstraint("phone_call_id", "ticket_id"),)

    phone_call_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("phone_calls.id"))
    ticket_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("tickets.id"), index=True)


class PhoneEvent(Identified, Scoped, Base):
    """What was told, as it came: once for each state of a call, and never altered."""

    __tablename__ = "phone_events"
    __table_args__ = (sa.UniqueConstraint("integration_id", "site_id", "call_id", "state"),)

    integration_id: Mapped[uuid.UUID]
    call_id: Mapped[str] = mapped_column(sa.String(250))
    state: Mapped[CallState]
    facts: Mapped[dict]
    at: Mapped[datetime]
    told_at: Mapped[datetime]
