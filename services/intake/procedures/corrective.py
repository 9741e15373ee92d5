"""The same violation again and again: its cause, who sees to it, what is done, and whether it helped (RM-7)."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from services.intake.tickets.lifecycle import LEADERS
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

ALIVE = "state <> 'effective'"


class ActionState(enum.StrEnum):
    OPEN = "open"
    PLANNED = "planned"
    CARRIED_OUT = "carried_out"
    EFFECTIVE = "effective"


A = ActionState
ACTIONS = Lifecycle(
    ActionState,
    [
        Move("plan", (A.OPEN, A.PLANNED), A.PLANNED, LEADERS, ("cause", "responsible", "measure", "due_at")),
        Move("carry-out", (A.PLANNED,), A.CARRIED_OUT, LEADERS, ("note",)),
        Move("confirm", (A.CARRIED_OUT,), A.EFFECTIVE, LEADERS, ("note",)),
        Move("reject", (A.CARRIED_OUT,), A.OPEN, LEADERS, ("reason",)),
    ],
)


class CorrectiveAction(Identified, Scoped, Versioned, Stamped, Base):
    """One at a time for the same violation at a site; `numbers` are the notices that called for it."""

    __tablename__ = "corrective_actions"
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number"),
        sa.Index("ix_corrective_actions_page", "site_id", "opened_at", "id"),
        sa.Index(
            "uq_corrective_actions_alive",
            *("site_id", "category"),
            unique=True,
            sqlite_where=sa.text(ALIVE),
            postgresql_where=sa.text(ALIVE),
        ),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    category: Mapped[str] = mapped_column(sa.String(64))
    numbers: Mapped[list]
    opened_at: Mapped[datetime]
    cause: Mapped[str | None] = mapped_column(sa.String(1000))
    responsible: Mapped[str | None] = mapped_column(sa.String(100))
    measure: Mapped[str | None] = mapped_column(sa.String(1000))
    due_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(sa.String(1000))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    closed_at: Mapped[datetime | None]
    closed_by_name: Mapped[str | None] = mapped_column(sa.String(100))

    def move(self, action: str, principal, **facts) -> None:
        ACTIONS.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return ACTIONS.allowed(self.state, principal.roles_at(self.site_id))
