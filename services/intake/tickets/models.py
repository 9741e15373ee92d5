"""A ticket: who asked for what, where, who owns it, and how far it has come."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped, Stamped, Versioned

from .lifecycle import LIFECYCLE
from .states import ENDED, IS_GOING_EMERGENCY, IS_LIVE, Channel, Level, Priority, TicketKind, TicketState


class Ticket(Identified, Scoped, Versioned, Stamped, Base):
    __tablename__ = "tickets"
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number"),
        sa.UniqueConstraint("integration_id", "external_id"),
        sa.Index("ix_tickets_page", "site_id", "opened_at", "id"),
        sa.Index("ix_tickets_state_page", "site_id", "state", "opened_at", "id"),
        sa.Index("ix_tickets_operator_page", "operator_id", "opened_at", "id"),
        sa.Index("ix_tickets_owner_page", "owner_id", "opened_at", "id"),
        sa.Index("ix_tickets_kind_page", "site_id", "kind", "opened_at", "id"),
        sa.Index("ix_tickets_category_page", "category", "opened_at", "id"),
        sa.Index(
            "ix_tickets_live",
            *("operator_id", "site_id", "opened_at", "id"),
            postgresql_where=sa.text(IS_LIVE),
            sqlite_where=sa.text(IS_LIVE),
        ),
        sa.Index(
            "ix_tickets_emergencies",
            "opened_at",
            postgresql_where=sa.text(IS_GOING_EMERGENCY),
            sqlite_where=sa.text(IS_GOING_EMERGENCY),
        ),
        sa.Index("ix_tickets_due", "site_id", "due_at"),
        sa.Index("ix_tickets_place", "unit_id", "category"),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[TicketState] = mapped_column(default=TicketState.OPEN)
    kind: Mapped[TicketKind]
    priority: Mapped[Priority]
    channel: Mapped[Channel]
    category: Mapped[str | None] = mapped_column(sa.String(64))
    category_name: Mapped[dict | None]
    trade: Mapped[str | None] = mapped_column(sa.String(32))
    follow_up: Mapped[str | None] = mapped_column(sa.String(32))

    unit_id: Mapped[uuid.UUID | None]
    unit_code: Mapped[str | None] = mapped_column(sa.String(64))
    building_id: Mapped[uuid.UUID | None]
    public_place: Mapped[str | None] = mapped_column(sa.String(500))

    caller_name: Mapped[str | None] = mapped_column(sa.String(100))
    caller_phone_given: Mapped[str | None] = mapped_column(sa.String(64))
    caller_phone: Mapped[str | None] = mapped_column(sa.String(20))
    phone_tail: Mapped[str | None] = mapped_column(sa.String(4), index=True)
    caller_email: Mapped[str | None] = mapped_column(sa.String(254))
    caller_language: Mapped[str] = mapped_column(sa.String(10), default="zh")
    caller_person_id: Mapped[uuid.UUID | None]

    description: Mapped[str] = mapped_column(sa.Text)
    agent_name: Mapped[str | None] = mapped_column(sa.String(100))
    agent_number: Mapped[str | None] = mapped_column(sa.String(32))
    answer_seconds: Mapped[int | None]
    read_back: Mapped[bool] = mapped_column(default=False)
    read_back_at: Mapped[datetime | None]
    owner_id: Mapped[str | None] = mapped_column(sa.String(64))
    owner_name: Mapped[str | None] = mapped_column(sa.String(100))

    opened_at: Mapped[datetime]
    occurred_at: Mapped[datetime | None]
    answer_due_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]

    integration_id: Mapped[uuid.UUID | None]
    external_id: Mapped[str | None] = mapped_column(sa.String(200), index=True)
    unclassified: Mapped[list] = mapped_column(default=list)
    needs_desk: Mapped[bool] = mapped_column(default=False)

    level: Mapped[Level | None]
    complained_about: Mapped[str | None] = mapped_column(sa.String(100))
    complained_about_login: Mapped[str | None] = mapped_column(sa.String(100))
    answered_at: Mapped[datetime | None]
    written_answer_at: Mapped[datetime | None]
    reported_to: Mapped[str | None] = mapped_column(sa.String(16))
    report_taken_by: Mapped[str | None] = mapped_column(sa.String(100))

    waiting_reason: Mapped[str | None] = mapped_column(sa.String(500))
    waiting_until: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(sa.String(500))
    ended_by: Mapped[str | None] = mapped_column(sa.String(32))
    ended_at: Mapped[datetime | None]
    merged_into_id: Mapped[uuid.UUID | None]
    reopened_times: Mapped[int] = mapped_column(default=0)
    reopen_causes: Mapped[list] = mapped_column(default=list)
    moves: Mapped[int] = mapped_column(default=0)

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def caller(self) -> dict:
        """The caller as the events carry it."""
        return {
            "name": self.caller_name,
            "phone": self.caller_phone,
            "email": self.caller_email,
            "language": self.caller_language,
            "person_id": self.caller_person_id,
        }

    @property
    def place(self) -> dict:
        return {
            "unit_id": self.unit_id,
            "unit_code": self.unit_code,
            "building_id": self.building_id,
            "text": self.public_place,
        }

    def move(self, action: str, principal, **facts) -> tuple[TicketState, bool]:
        """Take a step of the table; says where it came from and whether the state changed (then it is counted)."""
        before = self.state
        LIFECYCLE.move(self, action, principal, **facts)
        changed = self.state != before
        self.moves += changed
        return before, changed

    def allowed(self, principal) -> tuple[str, ...]:
        """What this person may do now, the likely step first."""
        steps = dict.fromkeys(LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id)))
        if self.owner_id is not None:
            steps.pop("take", None)
        else:
            steps.pop("handover-owner", None)
        return tuple(steps)


class TicketOrder(Base, Scoped):
    """How far a work order of a ticket has come, as dispatch last told: what the ticket's state follows."""

    __tablename__ = "ticket_orders"

    work_order_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(32))
    rework: Mapped[bool] = mapped_column(default=False)
    cause_id: Mapped[uuid.UUID | None]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(32))
    technician: Mapped[str | None] = mapped_column(sa.String(100))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    next_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class TicketCall(Identified, Scoped, Base):
    """Somebody called about what is a ticket already: who, from where, what, never altered (RD-2, RD-3)."""

    __tablename__ = "ticket_calls"

    ticket_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    caller_name: Mapped[str | None] = mapped_column(sa.String(100))
    caller_phone: Mapped[str | None] = mapped_column(sa.String(64))
    description: Mapped[str] = mapped_column(sa.Text)
    agent_name: Mapped[str | None] = mapped_column(sa.String(100))
    agent_number: Mapped[str | None] = mapped_column(sa.String(32))
    answer_seconds: Mapped[int | None]
    read_back: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
