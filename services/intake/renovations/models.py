"""A worker's temporary pass, and a closed-water test with what was seen above and below (RM-4, RM-5, RM-6)."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from services.intake.tickets.lifecycle import DESK
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

TESTERS = (*DESK, "area_manager", "technician")
RUNNING = "state = 'running'"


class WorkerPassState(enum.StrEnum):
    ISSUED = "issued"
    RETURNED = "returned"
    MISSING = "missing"


W = WorkerPassState
WORKER_PASSES = Lifecycle(
    WorkerPassState,
    [
        Move("return", (W.ISSUED, W.MISSING), W.RETURNED, DESK),
        Move("miss", (W.ISSUED,), W.MISSING, DESK, ("reason",)),
    ],
)


class WorkerPass(Identified, Scoped, Versioned, Stamped, Base):
    __tablename__ = "worker_passes"
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number"),
        sa.Index("ix_worker_passes_page", "site_id", "issued_at", "id"),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[WorkerPassState] = mapped_column(default=WorkerPassState.ISSUED)
    procedure_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("procedures.id"), index=True)
    unit_id: Mapped[uuid.UUID | None]
    unit_code: Mapped[str | None] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(100))
    trade: Mapped[str | None] = mapped_column(sa.String(64))
    document: Mapped[str] = mapped_column(sa.String(64))
    phone: Mapped[str | None] = mapped_column(sa.String(64))
    company: Mapped[str | None] = mapped_column(sa.String(100))
    valid_until: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by_name: Mapped[str] = mapped_column(sa.String(100))
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    reason: Mapped[str | None] = mapped_column(sa.String(500))

    def move(self, action: str, principal, **facts) -> None:
        WORKER_PASSES.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return WORKER_PASSES.allowed(self.state, principal.roles_at(self.site_id))


class WaterTestState(enum.StrEnum):
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    BROKEN_OFF = "broken_off"


T = WaterTestState
WATER_TESTS = Lifecycle(
    WaterTestState,
    [
        Move("pass", (T.RUNNING,), T.PASSED, TESTERS, ("below",)),
        Move("fail", (T.RUNNING,), T.FAILED, TESTERS, ("reason",)),
        Move("break-off", (T.RUNNING,), T.BROKEN_OFF, TESTERS, ("reason",)),
    ],
)


class WaterTest(Identified, Scoped, Versioned, Stamped, Base):
    """`hours` is how long the water has to stand; `below` is what was seen in each unit underneath."""

    __tablename__ = "water_tests"
    __table_args__ = (
        sa.Index(
            "uq_water_tests_running",
            *("procedure_id", "area"),
            unique=True,
            sqlite_where=sa.text(RUNNING),
            postgresql_where=sa.text(RUNNING),
        ),
    )

    procedure_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("procedures.id"), index=True)
    state: Mapped[WaterTestState] = mapped_column(default=WaterTestState.RUNNING)
    area: Mapped[str] = mapped_column(sa.String(100))
    depth: Mapped[str | None] = mapped_column(sa.String(64))
    hours: Mapped[int]
    started_at: Mapped[datetime]
    started_by_name: Mapped[str] = mapped_column(sa.String(100))
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    below: Mapped[list | None]
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    note: Mapped[str | None] = mapped_column(sa.String(500))

    def move(self, action: str, principal, **facts) -> None:
        WATER_TESTS.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return WATER_TESTS.allowed(self.state, principal.roles_at(self.site_id))
