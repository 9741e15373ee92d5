"""The work sheet of a reception: prepared, checked, served round by round, tallied, recorded (RD-19)."""

import enum
import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from services.intake.tickets.lifecycle import DESK
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

HOSTS = (*DESK, "area_manager")
READERS = (*HOSTS, "guard", "head_office", "admin")


class ReceptionState(enum.StrEnum):
    PREPARING = "preparing"
    READY = "ready"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    CALLED_OFF = "called_off"


class ReceptionKind(enum.StrEnum):
    MEETING = "meeting"
    GUESTS = "guests"


S = ReceptionState
BEFORE = (S.PREPARING, S.READY)
LIFECYCLE = Lifecycle(
    ReceptionState,
    [
        *[Move("check", (state,), state, HOSTS) for state in BEFORE],
        Move("make-ready", (S.PREPARING,), S.READY, HOSTS),
        Move("open-again", (S.READY,), S.PREPARING, HOSTS),
        Move("arrive", (S.READY,), S.UNDER_WAY, HOSTS),
        Move("arrive", (S.PREPARING,), S.UNDER_WAY, HOSTS, ("reason",)),
        Move("serve", (S.UNDER_WAY,), S.UNDER_WAY, HOSTS),
        *[Move("tally", (state,), state, HOSTS, ("supplies",)) for state in (S.UNDER_WAY, S.ENDED)],
        Move("end", (S.UNDER_WAY,), S.ENDED, HOSTS, ("record",)),
        Move("cancel", BEFORE, S.CALLED_OFF, HOSTS, ("reason",)),
    ],
    doors={"make-ready": "check", "open-again": "check"},
)


class Reception(Identified, Scoped, Versioned, Stamped, Base):
    """Who comes, how many, what they need, when. `checks`, `rounds` and `supplies` are the lines of the sheet."""

    __tablename__ = "receptions"
    __table_args__ = (sa.Index("ix_receptions_page", "site_id", "arrives_at", "id"),)

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[ReceptionState] = mapped_column(default=ReceptionState.PREPARING)
    kind: Mapped[ReceptionKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    guests: Mapped[str] = mapped_column(sa.String(500))
    people: Mapped[int]
    needs: Mapped[str | None] = mapped_column(sa.Text)
    place: Mapped[str] = mapped_column(sa.String(200))
    booking_id: Mapped[uuid.UUID | None]
    arrives_at: Mapped[datetime]
    leaves_at: Mapped[datetime | None]
    planned_at: Mapped[datetime]
    planned_by_name: Mapped[str] = mapped_column(sa.String(100))
    round_minutes: Mapped[int]
    checks: Mapped[list]
    rounds: Mapped[list]
    supplies: Mapped[list]
    arrived_at: Mapped[datetime | None]
    unchecked_reason: Mapped[str | None] = mapped_column(sa.String(500))
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    record: Mapped[str | None] = mapped_column(sa.Text)
    end_reason: Mapped[str | None] = mapped_column(sa.String(500))

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))

    @property
    def checked(self) -> bool:
        """Everything on the list was looked at and is right."""
        return all(line["ok"] for line in self.checks)

    @property
    def next_round_at(self) -> datetime | None:
        """While guests are here: so many minutes after somebody last went in to them."""
        if self.state is not ReceptionState.UNDER_WAY or self.arrived_at is None:
            return None
        last = datetime.fromisoformat(self.rounds[-1]["at"]) if self.rounds else self.arrived_at
        return last + timedelta(minutes=self.round_minutes)
