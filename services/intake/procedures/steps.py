"""One step of a procedure: what its rule says, how far it is, and the proof that it was done (RM-1)."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models import Base
from shared.errors import Conflict, NotAllowed
from shared.storage.tables import Identified, Scoped, Versioned

from .states import OPEN, STEPS, StepState


class ProcedureStep(Identified, Scoped, Versioned, Base):
    """`rule` is the step as the edition had it when the procedure was opened."""

    __tablename__ = "procedure_steps"
    __table_args__ = (
        sa.UniqueConstraint("procedure_id", "code"),
        sa.Index("ix_procedure_steps_due", "site_id", "state", "due_at"),
        sa.Index("ix_procedure_steps_reference", "site_id", "reference"),
    )

    procedure_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("procedures.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(32))
    rule: Mapped[dict]
    state: Mapped[StepState] = mapped_column(default=StepState.PENDING)
    reference: Mapped[str | None] = mapped_column(sa.String(64))
    due_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    proof: Mapped[dict | None]
    failures: Mapped[int] = mapped_column(default=0)

    procedure = relationship("Procedure", back_populates="steps", lazy="immediate")

    @property
    def name(self) -> dict[str, str]:
        return self.rule["name"]

    @property
    def words(self) -> str:
        """As an event or the chronicle carries it."""
        return f"{self.name['zh']} / {self.name['en']}"

    @property
    def after(self) -> list[str]:
        return self.rule.get("after") or []

    @property
    def who(self) -> tuple[str, ...]:
        return tuple(self.rule["who"])

    @property
    def event(self) -> dict | None:
        return self.rule.get("event")

    def value(self, name: str):
        """What was filled in when it was done."""
        return ((self.proof or {}).get("fields") or {}).get(name)

    def fits(self, action: str) -> bool:
        """Whether the rule of this step knows the action at all."""
        event = self.event
        known = {
            "complete": not (event and event.get("only")),
            "expect": event is not None,
            "fail": bool(self.rule.get("fail")),
            "skip": bool(self.rule.get("skip")),
        }
        return known.get(action, True)

    def takers(self, action: str) -> tuple[str, ...]:
        if action == "skip" and self.rule.get("skip"):
            return tuple(self.rule["skip"]["who"])
        return self.who if action in ("complete", "expect", "fail") else ()

    def move(self, action: str, principal, **facts) -> None:
        """By the table, and by this step's own rule: who may, whether it waits for an event or may be skipped."""
        takers = self.takers(action)
        if STEPS.find(self.state, action) and not self.fits(action):
            said = {"complete": "ends by an event alone", "expect": "waits for no event"}
            why = said.get(action, "may not be skipped" if action == "skip" else "cannot fail")
            raise Conflict(f"This step {why}.", state=str(self.state), allowed=list(self.allowed(principal)))
        if STEPS.find(self.state, action) and not self._is_taker(action, principal):
            raise NotAllowed(f"'{action}' of this step is for: {', '.join(takers)}.")
        STEPS.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        """What this person can do with it now: nothing before its turn, nothing is undone under what rests on it."""
        if not self.procedure.is_running or (self.state in OPEN and self.procedure.waits_for(self)):
            return ()
        doors = STEPS.allowed(self.state, principal.roles_at(self.site_id))
        mine = (one for one in doors if self.fits(one) and self._is_taker(one, principal))
        return tuple(one for one in mine if one != "reopen" or not self.procedure.resting_on(self))

    def _is_taker(self, action: str, principal) -> bool:
        takers = self.takers(action)
        return not takers or principal.may(self.site_id, *takers)

    def open_again(self, now: datetime) -> None:
        """It has to be done once more: the proof of before stands in the history."""
        self.ended_at = self.ended_by_name = self.proof = self.reference = self.overdue_at = self.reason = None
        self.due_at = self.procedure.due_of(self, now)

    def end(self, principal, now: datetime, *, reason: str | None = None, proof: dict | None = None) -> None:
        self.ended_at, self.ended_by_name = now, principal.name
        self.reason, self.proof = reason, proof

    def is_late(self, now: datetime) -> bool:
        return self.state in OPEN and self.due_at is not None and self.due_at <= now
