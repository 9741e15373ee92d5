"""What was found wrong: a written notice with a deadline, followed to its end (RM-1, RM-3, RM-5, RM-8)."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models import Base
from services.intake.tickets.lifecycle import DESK, LEADERS
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move

from .models import Procedure
from .states import DOERS, SYSTEM

LOOKERS = (*DESK, "area_manager")


class FindingState(enum.StrEnum):
    OPEN = "open"
    RECTIFIED = "rectified"
    CLOSED = "closed"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"


class FindingKind(enum.StrEnum):
    """Against the rules of renovation; a fault of the building; something wrong with a record that was looked at."""

    VIOLATION = "violation"
    DEFECT = "defect"
    RECORD = "record"


class Responsible(enum.StrEnum):
    OWNER = "owner"
    CONTRACTOR = "contractor"
    DEVELOPER = "developer"
    HOUSE = "house"


F = FindingState
FINDINGS = Lifecycle(
    FindingState,
    [
        Move("rectify", (F.OPEN, F.ESCALATED), F.RECTIFIED, DOERS, ("note",)),
        Move("accept", (F.RECTIFIED,), F.CLOSED, LOOKERS),
        Move("reject", (F.RECTIFIED,), F.OPEN, LOOKERS, ("reason",)),
        Move("refuse", (F.OPEN,), F.ESCALATED, LOOKERS, ("reason",)),
        Move("escalate", (F.OPEN,), F.ESCALATED, SYSTEM),
        Move("extend", (F.OPEN, F.ESCALATED), F.OPEN, LEADERS, ("due_at", "reason")),
        Move("withdraw", (F.OPEN, F.ESCALATED), F.WITHDRAWN, LEADERS, ("reason",)),
    ],
    doors={"escalate": None},
)
UNSETTLED = (F.OPEN, F.RECTIFIED, F.ESCALATED)


class Finding(Identified, Scoped, Versioned, Stamped, Base):
    """`times` is how often it was looked at again and was not right."""

    __tablename__ = "procedure_findings"
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number"),
        sa.Index("ix_procedure_findings_page", "site_id", "found_at", "id"),
        sa.Index("ix_procedure_findings_same", "site_id", "category", "found_at"),
    )

    number: Mapped[str] = mapped_column(sa.String(32))
    kind: Mapped[FindingKind]
    state: Mapped[FindingState] = mapped_column(default=FindingState.OPEN)
    procedure_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("procedures.id"), index=True)
    step_code: Mapped[str | None] = mapped_column(sa.String(32))
    unit_id: Mapped[uuid.UUID | None]
    place: Mapped[str] = mapped_column(sa.String(200))
    category: Mapped[str] = mapped_column(sa.String(64))
    description: Mapped[str] = mapped_column(sa.String(1000))
    responsible: Mapped[Responsible]
    responsible_name: Mapped[str | None] = mapped_column(sa.String(100))
    served_to: Mapped[str | None] = mapped_column(sa.String(100))
    due_at: Mapped[datetime]
    found_at: Mapped[datetime]
    found_by_name: Mapped[str] = mapped_column(sa.String(100))
    times: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None] = mapped_column(sa.String(1000))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    rectified_at: Mapped[datetime | None]
    rectified_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    closed_at: Mapped[datetime | None]
    closed_by_name: Mapped[str | None] = mapped_column(sa.String(100))
    escalated_at: Mapped[datetime | None]

    procedure: Mapped[Procedure] = relationship(lazy="joined")

    def move(self, action: str, principal, **facts) -> None:
        FINDINGS.move(self, action, principal, **facts)

    def allowed(self, principal) -> tuple[str, ...]:
        return FINDINGS.allowed(self.state, principal.roles_at(self.site_id))


class ProcedureCheck(Identified, Scoped, Base):
    """Somebody went and looked: a patrol of the works, or a look at the records. Only ever added to (RM-3, RM-5)."""

    __tablename__ = "procedure_checks"
    __table_args__ = (sa.Index("ix_procedure_checks_day", "site_id", "kind", "at"),)

    procedure_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("procedures.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(sa.String(100))
    note: Mapped[str | None] = mapped_column(sa.String(1000))
    found: Mapped[int] = mapped_column(default=0)
