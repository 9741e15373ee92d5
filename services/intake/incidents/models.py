"""An incident, and the tickets that hang on it."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped, Stamped, Versioned

from .lifecycle import LIFECYCLE, IncidentState


class Incident(Identified, Scoped, Versioned, Stamped, Base):
    """One cause. `categories` are those it may be reported under; without a building it is the whole site's."""

    __tablename__ = "incidents"
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number"),
        sa.Index("ix_incidents_page", "site_id", "state", "began_at", "id"),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[IncidentState]
    building_id: Mapped[uuid.UUID | None]
    building_name: Mapped[dict | None]
    categories: Mapped[list] = mapped_column(default=list)
    category_name: Mapped[dict | None]
    trade: Mapped[str | None] = mapped_column(sa.String(32))
    description: Mapped[str] = mapped_column(sa.String(500))
    began_at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(sa.String(100))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(sa.String(100))
    expected_at: Mapped[datetime | None]
    message: Mapped[str | None] = mapped_column(sa.String(500))
    told_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(sa.String(500))
    ended_at: Mapped[datetime | None]

    def move(self, action: str, principal, **facts) -> None:
        """Each step makes a version, also where only what hangs on it changes: of two people one wins."""
        LIFECYCLE.move(self, action, principal, **facts)
        flag_modified(self, "state")

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))


class IncidentTicket(Identified, Scoped, Base):
    """A ticket hangs on one going incident at most; what was taken off, or ended with it, stays on record."""

    __tablename__ = "incident_tickets"
    __table_args__ = (
        sa.Index(
            "uq_incident_tickets_held",
            "ticket_id",
            unique=True,
            sqlite_where=sa.text("held"),
            postgresql_where=sa.text("held"),
        ),
    )

    incident_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("incidents.id"), index=True)
    ticket_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    held: Mapped[bool] = mapped_column(default=True)
    paused: Mapped[bool] = mapped_column(default=False)
    attached_at: Mapped[datetime]
    attached_by: Mapped[str] = mapped_column(sa.String(100))
    detached_at: Mapped[datetime | None]
    detached_by: Mapped[str | None] = mapped_column(sa.String(100))
    detach_reason: Mapped[str | None] = mapped_column(sa.String(500))
