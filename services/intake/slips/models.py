"""A slip between two departments with its due time, and the week's summary of them (RD-12)."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from services.intake.tickets.lifecycle import DESK, LEADERS
from shared.errors import Conflict
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

STAFF = (*DESK, "technician", "area_manager", "cashier")
READERS = (*STAFF, "head_office", "admin")


class SlipState(enum.StrEnum):
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    REPLIED = "replied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


S = SlipState
OPEN = (S.SENT, S.ACKNOWLEDGED)
LIFECYCLE = Lifecycle(
    SlipState,
    [
        Move("receive", (S.SENT,), S.ACKNOWLEDGED, STAFF),
        Move("answer", OPEN, S.REPLIED, STAFF, ("answer",)),
        Move("close", (S.REPLIED,), S.CLOSED, STAFF),
        Move("send-back", (S.REPLIED,), S.ACKNOWLEDGED, STAFF, ("reason",)),
        Move("withdraw", OPEN, S.WITHDRAWN, STAFF, ("reason",)),
    ],
)
OF_THE_SENDER = ("close", "send-back", "withdraw")


class Slip(Identified, Scoped, Versioned, Stamped, Base):
    """Who asks which department for what until when; on time is what was answered by then and not sent back."""

    __tablename__ = "slips"
    __table_args__ = (
        sa.Index("ix_slips_page", "site_id", "sent_at", "id"),
        sa.Index("ix_slips_due", "site_id", "due_at"),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[SlipState] = mapped_column(default=SlipState.SENT)
    from_department: Mapped[str] = mapped_column(sa.String(32))
    to_department: Mapped[str] = mapped_column(sa.String(32))
    subject: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    unit_id: Mapped[uuid.UUID | None]
    unit_code: Mapped[str | None] = mapped_column(sa.String(64))
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(sa.String(100))
    sent_by_name: Mapped[str] = mapped_column(sa.String(100))
    received_at: Mapped[datetime | None]
    received_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    answered_at: Mapped[datetime | None]
    answered_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    answer: Mapped[str | None] = mapped_column(sa.Text)
    times_sent_back: Mapped[int] = mapped_column(default=0)
    overdue_told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    reason: Mapped[str | None] = mapped_column(sa.String(500))

    def move(self, action: str, principal, **facts) -> None:
        """Whether an answer will do is for the sender to say, or for a leader."""
        if action in OF_THE_SENDER and LIFECYCLE.find(self.state, action) and not self.may_judge(principal):
            said = "Whether it is settled, whoever sent the slip says, or a leader."
            raise Conflict(said, state=str(self.state), allowed=list(self.allowed(principal)))
        LIFECYCLE.move(self, action, principal, **facts)

    def may_judge(self, principal) -> bool:
        return principal.subject == self.sent_by or principal.may(self.site_id, *LEADERS)

    def allowed(self, principal) -> tuple[str, ...]:
        doors = LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))
        return tuple(door for door in doors if door not in OF_THE_SENDER or self.may_judge(principal))

    def on_time(self) -> bool:
        return self.answered_at is not None and self.answered_at <= self.due_at

    def late(self, now: datetime) -> bool:
        """Not answered in time, whether it was answered since or not."""
        return self.state is not SlipState.WITHDRAWN and not self.on_time() and now > self.due_at


class SlipSummary(Identified, Scoped, Base):
    """A week's slips by department as the supervisor was told of them. Only ever added to."""

    __tablename__ = "slip_summaries"
    __table_args__ = (sa.UniqueConstraint("site_id", "week"),)

    week: Mapped[date]
    at: Mapped[datetime]
    departments: Mapped[list]
