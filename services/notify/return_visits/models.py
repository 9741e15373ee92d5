"""A return visit and its attempts; one table says how it may move (RV-1 to RV-3)."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.notify.models import Base
from shared.errors import NotAllowed
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move


class VisitState(StrEnum):
    SCHEDULED = "scheduled"
    ATTEMPTED = "attempted"
    DONE = "done"
    UNREACHABLE = "unreachable"
    WAIVED = "waived"


S = VisitState
CALLERS = ("desk", "night_duty", "supervisor", "manager")
OPEN = (S.SCHEDULED, S.ATTEMPTED)
UNSETTLED = (*OPEN, S.UNREACHABLE)
LIFECYCLE = Lifecycle(
    VisitState,
    moves=[
        Move("finish", UNSETTLED, S.DONE, who=CALLERS, requires=("outcome",)),  # the unreachable may phone back
        Move("attempt", OPEN, S.ATTEMPTED, who=CALLERS),
        Move("give_up", OPEN, S.UNREACHABLE, who=CALLERS),
        Move("waive", UNSETTLED, S.WAIVED, who=("supervisor", "manager", "system"), requires=("reason",)),
    ],
    doors=dict.fromkeys(("finish", "attempt", "give_up"), "attempts"),
)


class ReturnVisit(Identified, Scoped, Versioned, Stamped, Base):
    __tablename__ = "return_visits"
    __table_args__ = (
        UniqueConstraint("work_order_id"),
        Index(None, "ticket_id"),
        Index(None, "site_id", "state", "due_at"),
    )

    ticket_id: Mapped[uuid.UUID]
    ticket_number: Mapped[str] = mapped_column(String(32))
    ticket_kind: Mapped[str] = mapped_column(String(32))
    work_order_id: Mapped[uuid.UUID]
    work_order_number: Mapped[str] = mapped_column(String(32))
    follow_up: Mapped[str] = mapped_column(String(32))
    technician_name: Mapped[str | None] = mapped_column(String(100))
    technician_login: Mapped[str | None] = mapped_column(String(100))
    completed_at: Mapped[datetime]
    next_at: Mapped[datetime]  # not before: a decent hour
    due_at: Mapped[datetime]  # not after
    state: Mapped[VisitState] = mapped_column(default=VisitState.SCHEDULED)
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(String(32))
    score: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(String(500))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(100))

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def refuse_the_technician(self, principal) -> None:
        """Whoever did the work does not ask whether it is good (RV-1)."""
        did_it = (self.technician_login or "").casefold()
        if did_it and did_it == (principal.login or "").casefold():
            raise NotAllowed("Whoever did the work cannot make its return visit.", technician=self.technician_name)


class VisitAttempt(Identified, Scoped, Base):
    __tablename__ = "visit_attempts"
    __table_args__ = (UniqueConstraint("return_visit_id", "number"),)

    return_visit_id: Mapped[uuid.UUID]
    number: Mapped[int]
    at: Mapped[datetime]
    by_login: Mapped[str] = mapped_column(String(100))
    by_name: Mapped[str] = mapped_column(String(100))
    result: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str | None] = mapped_column(String(32))
    score: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
