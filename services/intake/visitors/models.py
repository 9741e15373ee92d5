"""A visitor: announced or standing at the gate, the host asked and answered, in and out (RD-11)."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from services.intake.passes.models import GATE, READERS
from services.intake.tickets.lifecycle import DESK
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

__all__ = ["DESK", "GATE", "READERS", "Document", "LIFECYCLE", "Visitor", "VisitorState"]


class VisitorState(enum.StrEnum):
    EXPECTED = "expected"
    AT_GATE = "at_gate"
    CLEARED = "cleared"
    INSIDE = "inside"
    LEFT = "left"
    TURNED_AWAY = "turned_away"
    CANCELLED = "cancelled"
    MISSED = "missed"


class Document(enum.StrEnum):
    """What kind of paper was shown; its number is nobody's business here (RF-6)."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    WORK_PERMIT = "work_permit"
    DRIVING_LICENCE = "driving_licence"
    NO_DOCUMENT = "no_document"


class HowAsked(enum.StrEnum):
    PHONE = "phone"
    INTERCOM = "intercom"
    IN_PERSON = "in_person"


S = VisitorState
LIFECYCLE = Lifecycle(
    VisitorState,
    [
        Move("contact", (S.AT_GATE,), S.AT_GATE, DESK, ("how",)),
        Move("welcome", (S.AT_GATE,), S.CLEARED, DESK),
        Move("take-message", (S.AT_GATE,), S.TURNED_AWAY, DESK, ("message",)),
        Move("admit", (S.EXPECTED, S.CLEARED), S.INSIDE, GATE),
        Move("leave", (S.INSIDE,), S.LEFT, GATE),
        Move("turn-away", (S.AT_GATE, S.CLEARED, S.EXPECTED), S.TURNED_AWAY, GATE, ("reason",)),
        Move("arrive", (S.EXPECTED,), S.AT_GATE, GATE),
        Move("cancel", (S.EXPECTED,), S.CANCELLED, DESK, ("reason",)),
        Move("miss", (S.EXPECTED,), S.MISSED, ("system",)),
    ],
    doors={"miss": None},
)
BADGE = "state = 'inside' AND badge IS NOT NULL"


class Visitor(Identified, Scoped, Versioned, Stamped, Base):
    """One visit. The times say who waited for whom: asked the desk, host contacted, host answered, in, out."""

    __tablename__ = "visitors"
    __table_args__ = (
        sa.Index("ix_visitors_page", "site_id", "registered_at", "id"),
        sa.Index("ix_visitors_state", "site_id", "state"),
        sa.Index(
            "uq_visitors_badge",
            *("site_id", "badge"),
            unique=True,
            sqlite_where=sa.text(BADGE),
            postgresql_where=sa.text(BADGE),
        ),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[VisitorState] = mapped_column(default=VisitorState.AT_GATE)
    name: Mapped[str] = mapped_column(sa.String(100))
    phone: Mapped[str | None] = mapped_column(sa.String(64))
    company: Mapped[str | None] = mapped_column(sa.String(100))
    document: Mapped[Document | None]
    people: Mapped[int] = mapped_column(default=1)
    plate: Mapped[str | None] = mapped_column(sa.String(32))
    purpose: Mapped[str] = mapped_column(sa.String(200))
    unit_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    unit_code: Mapped[str | None] = mapped_column(sa.String(64))
    host_name: Mapped[str | None] = mapped_column(sa.String(100))
    expected_from: Mapped[datetime | None]
    expected_until: Mapped[datetime | None]
    registered_at: Mapped[datetime]
    registered_by_name: Mapped[str] = mapped_column(sa.String(100))
    asked_at: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]
    contacted_how: Mapped[HowAsked | None]
    contacts: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(sa.String(100))
    handled_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    message: Mapped[str | None] = mapped_column(sa.String(500))
    badge: Mapped[str | None] = mapped_column(sa.String(32))
    admitted_at: Mapped[datetime | None]
    admitted_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    left_at: Mapped[datetime | None]
    left_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    end_reason: Mapped[str | None] = mapped_column(sa.String(500))

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))

    @property
    def host(self) -> str:
        return self.unit_code or self.host_name or ""
