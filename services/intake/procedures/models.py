"""A procedure of a unit, a building or a site: its steps, what is counted, and everything that was done (RM-1)."""

import uuid
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models import Base
from shared.storage.tables import Identified, OperatorScoped, Scoped, Stamped, Versioned

from .states import LIFECYCLE, OPEN, ProcedureState
from .steps import ProcedureStep

RUNNING = "state = 'running'"


class ProcedureEdition(Identified, OperatorScoped, Base):
    """How an operator carries out a kind of procedure from a day on. Only ever added to: what runs keeps its own."""

    __tablename__ = "procedure_editions"
    __table_args__ = (sa.UniqueConstraint("operator_id", "kind", "edition"),)

    kind: Mapped[str] = mapped_column(sa.String(32))
    edition: Mapped[int]
    valid_from: Mapped[date]
    content: Mapped[dict]
    at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(sa.String(100))


class Procedure(Identified, Scoped, Versioned, Stamped, Base):
    """`edition` is the one it was opened by; 0 is the one the house ships. Of one kind a unit has one at a time."""

    __tablename__ = "procedures"
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number"),
        sa.Index("ix_procedures_page", "site_id", "kind", "opened_at", "id"),
        sa.Index("ix_procedures_all", "site_id", "opened_at", "id"),
        sa.Index(
            "uq_procedures_running",
            *("kind", "subject"),
            unique=True,
            sqlite_where=sa.text(RUNNING),
            postgresql_where=sa.text(RUNNING),
        ),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    kind: Mapped[str] = mapped_column(sa.String(32))
    edition: Mapped[int]
    name: Mapped[dict]
    state: Mapped[ProcedureState] = mapped_column(default=ProcedureState.RUNNING)
    subject: Mapped[str] = mapped_column(sa.String(36))
    unit_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    building_id: Mapped[uuid.UUID | None]
    batch_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    place: Mapped[str] = mapped_column(sa.String(200))
    party_name: Mapped[str | None] = mapped_column(sa.String(100))
    party_phone: Mapped[str | None] = mapped_column(sa.String(64))
    remark: Mapped[str | None] = mapped_column(sa.String(500))
    opened_at: Mapped[datetime]
    opened_by_name: Mapped[str] = mapped_column(sa.String(100))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(sa.String(500))

    steps: Mapped[list[ProcedureStep]] = relationship(
        order_by=ProcedureStep.position, lazy="selectin", back_populates="procedure"
    )
    lines: Mapped[list["ProcedureLine"]] = relationship(order_by="ProcedureLine.position")

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return LIFECYCLE.allowed(self.state, principal.roles_at(self.site_id))

    @property
    def is_running(self) -> bool:
        return self.state is ProcedureState.RUNNING

    @property
    def unit_code(self) -> str | None:
        return self.place if self.unit_id else None

    def step(self, code: str) -> ProcedureStep | None:
        return next((step for step in self.steps if step.code == code), None)

    def waits_for(self, step: ProcedureStep) -> list[ProcedureStep]:
        """The steps that have to be done before this one and are not."""
        return [one for one in self.steps if one.code in step.after and one.state in OPEN]

    def ready(self, step: ProcedureStep) -> bool:
        return self.is_running and step.state in OPEN and not self.waits_for(step)

    def due_of(self, step: ProcedureStep, now: datetime) -> datetime | None:
        """Counted from the opening or from the end of another step; as long as that has not ended there is none."""
        due = step.rule.get("due")
        if due is None:
            return None
        since = None if due["since"] == "start" else self.step(due["since"])
        return None if since is not None and since.state in OPEN else now + timedelta(hours=due["hours"])

    @property
    def unfinished(self) -> list[ProcedureStep]:
        return [step for step in self.steps if step.state in OPEN]

    @property
    def next_step(self) -> ProcedureStep | None:
        return next((step for step in self.unfinished if self.ready(step)), None)

    def resting_on(self, step: ProcedureStep) -> list[ProcedureStep]:
        """The steps that were done on the strength of this one, however far down."""
        found = {step.code}
        for one in self.steps:  # in order: what a step comes after always stands before it
            if found & set(one.after):
                found.add(one.code)
        return [one for one in self.steps if one.code in found and one is not step and one.state not in OPEN]


class ProcedureLine(Identified, Scoped, Versioned, Base):
    """Something on one of its lists: how many there should be, how many were counted, why it differs (RM-1, RM-8)."""

    __tablename__ = "procedure_lines"

    procedure_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("procedures.id"), index=True)
    position: Mapped[int]
    list_code: Mapped[str] = mapped_column(sa.String(32))
    name: Mapped[dict]
    expected: Mapped[int]
    counted: Mapped[int | None]
    explanation: Mapped[str | None] = mapped_column(sa.String(500))
    counted_at: Mapped[datetime | None]
    counted_by_name: Mapped[str | None] = mapped_column(sa.String(100))

    @property
    def missing(self) -> int:
        return max(0, self.expected - (self.counted or 0)) if self.counted is not None else 0

    @property
    def explained(self) -> bool:
        return self.counted is not None and (self.counted == self.expected or bool(self.explanation))


class ProcedureAct(Identified, Scoped, Base):
    """What somebody did in a procedure, or what was heard for it, as it was then. Only ever added to."""

    __tablename__ = "procedure_acts"
    __table_args__ = (sa.Index("ix_procedure_acts_order", "procedure_id", "at", "id"),)

    procedure_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("procedures.id"))
    step_code: Mapped[str | None] = mapped_column(sa.String(32))
    action: Mapped[str] = mapped_column(sa.String(32))
    at: Mapped[datetime]
    by_subject: Mapped[str] = mapped_column(sa.String(100))
    by_name: Mapped[str] = mapped_column(sa.String(100))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    facts: Mapped[dict]
