"""What is remembered beside the pushes: editions of profiles, events by their source, tries in the sandbox, days."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, OperatorScoped, Scoped


class ProfileEdition(Identified, OperatorScoped, Base):
    """One edition of a platform's profile, numbered from 1; what it says is never changed (RV-9).

    `in_force_at` is empty until it was put in force. A planned one may be withdrawn.
    """

    __tablename__ = "profile_editions"
    __table_args__ = (sa.UniqueConstraint("integration_id", "number"),)

    integration_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("integrations.id"), index=True)
    number: Mapped[int] = mapped_column(sa.Integer)
    profile: Mapped[dict]
    note: Mapped[str | None] = mapped_column(sa.String(500))
    valid_from: Mapped[datetime]
    in_force_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    made_by: Mapped[str] = mapped_column(sa.String(100))
    made_at: Mapped[datetime]


class PushedEvent(Identified, OperatorScoped, Base):
    """A CloudEvent that was answered, known by its source and id; its attributes stay as they came."""

    __tablename__ = "pushed_events"
    __table_args__ = (sa.UniqueConstraint("integration_id", "key"),)

    integration_id: Mapped[uuid.UUID]
    key: Mapped[str] = mapped_column(sa.String(64))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    attributes: Mapped[dict]
    external_id: Mapped[str | None] = mapped_column(sa.String(200))
    answer: Mapped[dict | None] = mapped_column(sa.JSON)
    seen_at: Mapped[datetime] = mapped_column(index=True)


class SandboxPush(Identified, Scoped, Base):
    """What a sandbox key pushed: answered like the real thing, remembered apart from it, opening nothing."""

    __tablename__ = "sandbox_pushes"
    __table_args__ = (
        sa.UniqueConstraint("integration_id", "external_id"),
        sa.Index("ix_sandbox_pushes_day", "integration_id", "received_at"),
    )

    integration_id: Mapped[uuid.UUID]
    external_id: Mapped[str] = mapped_column(sa.String(200))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    ticket_id: Mapped[uuid.UUID]
    answer: Mapped[dict]
    record: Mapped[dict]
    edition: Mapped[int | None] = mapped_column(sa.Integer)
    received_at: Mapped[datetime]


class SandboxAttempt(Identified, OperatorScoped, Base):
    """One request of the sandbox with its verdict, so that an integrator can look back at what was sent."""

    __tablename__ = "sandbox_attempts"
    __table_args__ = (sa.Index("ix_sandbox_attempts_latest", "integration_id", "id"),)

    integration_id: Mapped[uuid.UUID]
    at: Mapped[datetime] = mapped_column(index=True)
    door: Mapped[str] = mapped_column(sa.String(32))
    status: Mapped[int] = mapped_column(sa.Integer)
    headers: Mapped[dict]
    body: Mapped[str] = mapped_column(sa.Text)
    verdict: Mapped[dict]


class Reconciliation(Identified, OperatorScoped, Base):
    """What came of a platform's list of a span, compared with ours; the latest of a span counts (RV-9)."""

    __tablename__ = "push_reconciliations"
    __table_args__ = (
        sa.UniqueConstraint("integration_id", "since", "until"),
        sa.Index("ix_push_reconciliations_day", "integration_id", "day"),
    )

    integration_id: Mapped[uuid.UUID]
    day: Mapped[date]
    since: Mapped[datetime]
    until: Mapped[datetime]
    at: Mapped[datetime]
    counted_there: Mapped[int] = mapped_column(sa.Integer)
    counted_here: Mapped[int] = mapped_column(sa.Integer)
    agreed: Mapped[int | None] = mapped_column(sa.Integer)
    missing_here: Mapped[list]
    missing_there: Mapped[list]
    different: Mapped[list]
    differences: Mapped[int] = mapped_column(sa.Integer)
