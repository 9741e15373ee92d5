"""The list of a month: produced, reviewed by the manager, signed into the archive by the 5th (RF-2)."""

import enum
import hashlib
import json
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

from .rules import KEEPERS


class MonthState(enum.StrEnum):
    PRODUCED = "produced"
    REVIEWED = "reviewed"
    SIGNED = "signed"


S = MonthState
LIFECYCLE = Lifecycle(
    MonthState,
    [
        Move("review", (S.PRODUCED,), S.REVIEWED, ("manager",)),
        Move("sign", (S.REVIEWED,), S.SIGNED, ("manager",)),
        Move("produce-again", (S.PRODUCED, S.REVIEWED), S.PRODUCED, KEEPERS, ("reason",)),
    ],
)


class RegisterMonth(Identified, Scoped, Versioned, Stamped, Base):
    """A register as it stood on the last day of the month, with a seal over its lines."""

    __tablename__ = "register_months"
    __table_args__ = (sa.UniqueConstraint("site_id", "month", "register"),)

    month: Mapped[date]
    register: Mapped[str] = mapped_column(sa.String(16))
    state: Mapped[MonthState] = mapped_column(default=MonthState.PRODUCED)
    as_of: Mapped[date]
    due_on: Mapped[date]
    lines: Mapped[list]
    seal: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    produced_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    review_note: Mapped[str | None] = mapped_column(sa.String(500))
    signed_at: Mapped[datetime | None]
    signed_by_name: Mapped[str | None] = mapped_column(sa.String(100))

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))


def seal_of(lines: list) -> str:
    """What is signed: a changed letter gives another one."""
    return hashlib.sha256(json.dumps(lines, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
