"""The same ticket while dispatch and notify tell of its work: it follows its order, its visits and inspections."""

from datetime import timedelta
from uuid import UUID, uuid4

from services.intake.tests.tickets.telling import TOLD_AT, order_event, visit_event
from tests.lifecycles.game import STAFF

from .ticket_game import TicketGame
from .words import ENDED, NEXT

CLOSED, REOPENED = "intake.ticket.closed", "intake.ticket.reopened"
WORK = {
    "the_order_goes_on": 6,
    "dispatch_starts_the_rework": 2,
    "the_customer_was_asked": 1,
    "the_work_is_inspected": 1,
}


class TicketAndWork(TicketGame):
    turns = TicketGame.turns | WORK

    def tell(self, step: str, *, order: dict, **more) -> None:
        self.versions, self.photo = self.versions + 1, None
        ticket = {"id": self.id, "number": "T-2026-000001", "kind": self.kind, "priority": "normal"}
        kind = "rework" if order["rework"] else "first"
        word = order_event(ticket, step, version=self.versions, order=order["id"], kind=kind, **more)
        self.stage.tell(word)

    def end_by(self, moves: int, names: list[str]) -> list[dict]:
        told = self.tells(names, moves=moves)
        self.note_version(names)
        return told

    def the_order_goes_on(self, dice):
        if (self.order is None and self.causes) or (self.order and not NEXT[self.order["state"]]):
            return False
        order = self.order or {"id": uuid4(), "state": None, "rework": False}
        steps = NEXT[order["state"]]
        step = dice.choice(steps)
        self.tell(step, order=order, at=TOLD_AT + timedelta(minutes=self.versions))
        self.order = {**order, "state": step}
        self.end_by(self.catch_up(), [])

    def dispatch_starts_the_rework(self, _dice):
        """For the cause that is known here: the order of the new round."""
        if self.order or not self.causes:
            return False
        self.order = {"id": uuid4(), "state": "assigned", "rework": True}
        self.tell("reworked", order=self.order, cause_id=UUID(self.causes[-1]))
        self.end_by(self.catch_up(), [])

    def work_is_done(self) -> bool:
        return self.order is not None and self.order["state"] == "completed"

    def the_customer_was_asked(self, dice):
        """Satisfied closes, dissatisfied or still broken opens again and is counted (RV-1, RV-3, RW-8)."""
        if not self.work_is_done():
            return False
        outcome = dice.choice(["satisfied", "dissatisfied", "still_broken", "new_request", "refused"])
        cause, ticket, self.photo = uuid4(), {"id": self.id}, None
        self.stage.tell(visit_event(ticket, outcome, order=self.order["id"], visit_id=cause))
        if self.state in ENDED:
            self.end_by(0, [])
            return
        moves = self.as_done()
        if outcome in ("dissatisfied", "still_broken"):
            self.reopened_by(cause, moves)
            return
        self.state = "closed"
        self.end_by(moves + 1, [CLOSED])

    def the_work_is_inspected(self, dice):
        """Passed closes a public repair, failed has it redone (RW-7, RW-8)."""
        if not self.work_is_done() or self.kind != "repair_public":
            return False
        passed, cause = dice.random() < 0.5, uuid4()
        self.tell("verified", order=self.order, passed=passed, cause_id=cause)
        if passed:
            self.order = {**self.order, "state": "verified"}
        if self.state in ENDED and (passed or self.state != "closed"):
            self.end_by(0, [])
            return
        moves = self.as_done()
        if not passed:
            self.reopened_by(cause, moves)
            return
        self.state = "closed"
        self.end_by(moves + 1, [CLOSED])

    def as_done(self) -> int:
        """Work that was not reported done yet counts as done: one more move."""
        before, self.state = self.state, "resolved" if self.state != "closed" else "closed"
        return int(before != self.state)

    def reopened_by(self, cause, moves: int) -> None:
        self.state, self.order, self.causes = "open", None, [*self.causes, str(cause)]
        (told,) = self.end_by(moves + 1, [REOPENED])
        assert (told["cause_id"], told["reopened_times"]) == (str(cause), len(self.causes))

    def teardown(self):
        """At the end the chronicle has a line for the opening, and the moves that were told are those counted."""
        if self.id:
            lines = self.stage.client.as_(STAFF["super"]).get(f"/tickets/{self.id}/chronicle?limit=200").json["items"]
            assert sum(line["kind"] == "ticket.opened" for line in lines) == 1
