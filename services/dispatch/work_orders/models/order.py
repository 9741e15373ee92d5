"""The work order: it alone changes its own state, through its table of moves."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.dispatch.models import Base
from shared.contracts.dispatch import OrderEscalated, WorkOrderAssigned
from shared.errors import Conflict, NotAllowed
from shared.storage.columns import Fen
from shared.storage.tables import Identified, Scoped, Stamped, Versioned

from .lifecycle import DOORS, LIFECYCLE, OrderKind, OrderState
from .lines import LineStage, OrderLine
from .register import Assignment, Step

CHILDREN = {"cascade": "all, delete-orphan", "passive_deletes": True}


class WorkOrder(Identified, Scoped, Versioned, Stamped, Base):
    """One piece of work for one ticket. `cause_id` is what made it: the ticket itself for the first order, the return
    visit, inspection or reopening for a rework; each cause makes one order, however often it is heard of (RW-8)."""

    __tablename__ = "work_orders"
    __table_args__ = (
        UniqueConstraint("operator_id", "ticket_id", "cause_id"),
        UniqueConstraint("operator_id", "site_id", "number"),
        Index("ix_work_orders_load", "technician_id", "state"),
        Index("ix_work_orders_page", "site_id", "created_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[OrderKind]
    state: Mapped[OrderState] = mapped_column(index=True)
    told: Mapped[int]  # how many events were announced about it; the version readers see
    cause_id: Mapped[uuid.UUID]
    rework_of: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("work_orders.id"))

    ticket_id: Mapped[uuid.UUID] = mapped_column(index=True)
    ticket_number: Mapped[str] = mapped_column(String(32))
    ticket_version: Mapped[int]
    ticket_kind: Mapped[str] = mapped_column(String(32))
    category: Mapped[str | None] = mapped_column(String(64))
    category_name: Mapped[dict | None]
    trade: Mapped[str] = mapped_column(String(32))
    follow_up: Mapped[str | None] = mapped_column(String(32))
    priority: Mapped[str] = mapped_column(String(16))
    place: Mapped[dict]
    caller: Mapped[dict]
    description: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]

    technician_id: Mapped[uuid.UUID | None]
    technician: Mapped[dict | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    next_at: Mapped[datetime | None]

    quoted_amount: Mapped[Decimal | None] = mapped_column(Fen)
    agreed_by: Mapped[str | None] = mapped_column(String(100))
    agreed_how: Mapped[str | None] = mapped_column(String(32))
    agreed_at: Mapped[datetime | None]
    amount: Mapped[Decimal] = mapped_column(Fen)
    note: Mapped[str | None] = mapped_column(Text)
    photos: Mapped[list]
    signature: Mapped[str | None] = mapped_column(Text)
    completed_at: Mapped[datetime | None]
    bill_number: Mapped[str | None] = mapped_column(String(32))
    bill_paid_at: Mapped[datetime | None]
    unreachable_at: Mapped[datetime | None]

    lines: Mapped[list[OrderLine]] = relationship(order_by=OrderLine.position, **CHILDREN)
    assignments: Mapped[list[Assignment]] = relationship(order_by=(Assignment.at, Assignment.id), **CHILDREN)
    steps: Mapped[list[Step]] = relationship(order_by=(Step.at, Step.id), **CHILDREN)

    @property
    def paid_service(self) -> bool:
        return bool(self.amount or self.quoted_amount)

    def lines_of(self, stage: LineStage) -> list[OrderLine]:
        return [line for line in self.lines if line.stage == stage]

    def allowed_to(self, principal) -> list[str]:
        """What this person may do now, in the words of the doors."""
        roles = principal.roles_at(self.site_id)
        moves = [m for m in LIFECYCLE.moves if self.state in m.from_ and self._open_to(m, principal, roles)]
        return list(dict.fromkeys(DOORS.get(m.action, m.action) for m in moves if self._sensible(m.action)))

    def move(self, work, action: str, *, reason: str | None = None, next_at: datetime | None = None) -> None:
        """Take one step of the table and write it into the register; raises what `check` raises."""
        self.check(work, action)
        before = self.state
        LIFECYCLE.move(self, action, work.principal, reason=reason, next_at=next_at)
        self.reason, self.next_at = reason, next_at
        self.record(work, action, before)

    def check(self, work, action: str) -> None:
        """Raises Conflict with what is allowed instead, NotAllowed when the step is somebody else's to take."""
        who, door = work.principal, DOORS.get(action, action)
        step = LIFECYCLE.find(self.state, action)
        if step is None or not self._sensible(action):
            said = f"'{door}' is not possible while this {self.kind} order is {self.state}."
            raise Conflict(said, state=str(self.state), allowed=self.allowed_to(who))
        if not self._open_to(step, who, who.roles_at(self.site_id)):
            raise NotAllowed(f"'{door}' is for the assigned technician or: {', '.join(step.who)}.")

    def record(self, work, action: str, before: OrderState | None) -> None:
        who = work.principal
        step = Step(action=action, from_state=before, to_state=self.state, reason=self.reason, next_at=self.next_at)
        step.by_name, step.by_subject, step.at, step.site_id = who.name, who.subject, work.now, self.site_id
        self.steps.append(step)

    def give_to(self, work, person: dict, reasons: list, *, action: str, automatic: bool, said: list[str], reason=None):
        """Hand the order to a technician, with the reasons why it is this one (RW-2)."""
        self.move(work, action, reason=reason)
        self.release(work, action)
        self.technician_id, self.technician = uuid.UUID(person["staff_id"]), person
        given = Assignment(staff_id=self.technician_id, staff_code=person["code"], staff_name=person["name"])
        given.automatic, given.reasons, given.by_name = automatic, reasons, work.principal.name
        given.at, given.site_id = work.now, self.site_id
        self.assignments.append(given)
        self.tell(work, WorkOrderAssigned, reasons=said, automatic=automatic)

    def escalate(self, work, reason: str) -> None:
        """The supervisor has to decide (RW-5). Whoever had the order stays named until somebody else is."""
        self.move(work, "escalate", reason=reason)
        self.tell(work, OrderEscalated, reason=reason)

    def release(self, work, ended_by: str) -> None:
        """Whoever has the order is done with it; the order still names them."""
        for held in self.assignments:
            if held.ended_at is None:
                held.ended_at, held.ended_by = work.now, ended_by

    def tell(self, work, contract, **more) -> None:
        """Announce what just happened to this order. Every announcement counts, so that readers know the later one."""
        self.told += 1
        names = ("number", "ticket_id", "ticket_number", "kind", "ticket_kind", "priority", "state", "rework_of")
        facts = {name: getattr(self, name) for name in (*names, "technician")}
        facts |= {"work_order_id": self.id, "version": self.told, "at": work.now, "by_name": work.principal.name}
        work.announce(contract, about=self.id, site_id=self.site_id, **facts, **more)

    def _sensible(self, action: str) -> bool:
        """Only repairs of public places are inspected by the desk (RW-7); a rework is free, so nothing is quoted."""
        if action in ("verify", "fail"):
            return self.ticket_kind == "repair_public"
        return action not in ("quote", "agree") or self.kind == OrderKind.FIRST

    def _open_to(self, step, principal, roles: set[str]) -> bool:
        fitting = set(step.who) & roles
        if step.action != "grab" and fitting == {"technician"}:
            return bool(self.technician) and self.technician["login"] == principal.login
        return bool(fitting)
