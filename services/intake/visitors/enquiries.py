"""A gate enquiry: material that needs approval stands at the gate, and the desk decides (RD-16)."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

from .models import DESK, GATE


class EnquiryState(enum.StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    ENTERED = "entered"
    KEPT_OUT = "kept_out"
    WITHDRAWN = "withdrawn"


S = EnquiryState
LIFECYCLE = Lifecycle(
    EnquiryState,
    [
        Move("approve", (S.ASKED,), S.APPROVED, DESK, ("basis",)),
        Move("refuse", (S.ASKED, S.APPROVED), S.KEPT_OUT, DESK, ("reason",)),
        Move("let-in", (S.APPROVED,), S.ENTERED, GATE),
        Move("withdraw", (S.ASKED, S.APPROVED), S.WITHDRAWN, GATE, ("reason",)),
    ],
)


class GateEnquiry(Identified, Scoped, Versioned, Stamped, Base):
    """Who wants to bring what to which unit, who decided on what grounds, and when it came in."""

    __tablename__ = "gate_enquiries"
    __table_args__ = (sa.Index("ix_gate_enquiries_page", "site_id", "asked_at", "id"),)

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[EnquiryState] = mapped_column(default=EnquiryState.ASKED)
    unit_id: Mapped[uuid.UUID] = mapped_column(index=True)
    unit_code: Mapped[str] = mapped_column(sa.String(64))
    what: Mapped[str] = mapped_column(sa.String(500))
    carrier_name: Mapped[str | None] = mapped_column(sa.String(100))
    plate: Mapped[str | None] = mapped_column(sa.String(32))
    gate: Mapped[str | None] = mapped_column(sa.String(64))
    asked_at: Mapped[datetime]
    asked_by_name: Mapped[str] = mapped_column(sa.String(100))
    decided_at: Mapped[datetime | None]
    decided_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    basis: Mapped[str | None] = mapped_column(sa.String(500))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    entered_at: Mapped[datetime | None]
    entered_by_name: Mapped[str | None] = mapped_column(sa.String(100))

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))
