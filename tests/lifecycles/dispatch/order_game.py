"""The game of one work order: given, taken on, held up, quoted, done, inspected, done again (RW-1 to RW-8)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis.stateful import invariant

from shared.contracts.intake import TicketCancelled, TicketClosed
from shared.contracts.notify import ReturnVisitCompleted
from shared.ids import new_id
from tests.lifecycles.book import WORK_ORDER
from tests.lifecycles.game import ABROAD, ANYBODY, STAFF, Game, Verdict, role_of

LATER = (datetime.now(UTC) + timedelta(days=2)).isoformat()
HOLD = {"wait_for_parts": "waiting_parts", "wait_for_access": "waiting_access", "outsource": "outsourced"}
REASON = {"reason": "缺工具"}
BODIES = {
    **dict.fromkeys(("accept", "arrive", "resume", "grab", "complete"), {}),
    **dict.fromkeys(("return", "escalate", "cancel"), REASON),
    **{action: {"state": state, "next_at": LATER, **REASON} for action, state in HOLD.items()},
    "quote": {"lines": [{"code": "LAB", "quantity": "1"}]},
    "agree": {"by": "李敏", "how": "phone"},
    "verify": {"result": "passed"},
    "fail": {"result": "failed", "note": "还漏"},
}
ACTIONS = [*BODIES, "assign", "transfer"]
OFFICE = frozenset({"desk", "night_duty", "area_manager", "supervisor", "manager"})
ATTENDED = {  # whom the door lets in at all; the table may be stricter
    **dict.fromkeys(("accept", "arrive", "complete", "return"), frozenset({"technician", "supervisor"})),
    **dict.fromkeys(("assign", "cancel", "verify", "fail"), OFFICE),
    "grab": frozenset({"technician"}),
}
W = "dispatch.work_order."
TOLD = {
    **dict.fromkeys(("assign", "grab", "transfer"), [W + "assigned"]),
    **dict.fromkeys((*HOLD, "return"), [W + "suspended"]),
    **{"accept": [W + "accepted"], "arrive": [W + "arrived"], "resume": [W + "accepted"], "quote": [], "agree": []},
    **{"complete": [W + "completed"], "escalate": ["dispatch.order.escalated"], "cancel": [W + "cancelled"]},
    **{"verify": [W + "verified"], "fail": [W + "verified"]},
}
DONE, OVER = ("completed", "verified"), ("completed", "verified", "closed", "cancelled")


class OrderGame(Game):
    book, things, hears = WORK_ORDER, "/work-orders", ("dispatch.work_order.", "dispatch.order.")
    last, onward = ("closed", "cancelled"), ("accept", "arrive", "complete", "verify", "fail", "quote", "agree")
    names = dict.fromkeys(HOLD, "suspend") | {"fail": "verify"}
    turns = {"a_fitting_step": 12, "anybody_tries_anything": 6, "the_ticket_ends": 1, "the_customer_is_not_glad": 4}
    turns |= {"somebody_comes_late": 1, "somebody_comes_from_abroad": 1}

    def begin(self, dice):
        """A ticket is opened; its order is given to somebody, or left to the desk."""
        kind, given = dice.choice(["repair_unit", "repair_public"]), dice.random() < 0.7
        self.stage.assigning(given)
        self.kind, self.ticket, self.ticket_ended = kind, self.stage.open_ticket(kind=kind), False
        self.heard_of_others = []
        self.take_up()
        assert (self.state, self.rework) == ("assigned" if given else "created", False)
        for action in ("accept", "arrive", "complete") if given and dice.random() < 0.4 else ():
            self.step("super", action)

    def take_up(self) -> None:
        """The newest order of the ticket is what the game is about from now on."""
        found = self.stage.client.as_(STAFF["super"]).get(f"/work-orders?ticket_id={self.ticket['ticket_id']}").json
        self.id = found["items"][0]["id"]
        shown = self.read()
        self.state, self.version, self.rework = shown["state"], shown["version"], shown["kind"] == "rework"
        self.quoted = self.agreed = False
        told = [*self.heard_of_others, *self.ear.listen()]
        self.told, self.photo = len([1 for _, data in told if data["work_order_id"] == self.id]), None
        self.note_technician(shown)

    def note_technician(self, shown: dict) -> None:
        self.tech = shown["technician"] and shown["technician"]["login"]

    def sensible(self, who, action):
        """Only public repairs are inspected, a rework costs nothing, and a technician acts on the own order."""
        if action in ("verify", "fail") and self.kind != "repair_public":
            return False
        if action in ("quote", "agree") and self.rework:
            return False
        return role_of(who) != "technician" or action == "grab" or STAFF[who].login == self.tech

    def judge_here(self, who, action) -> Verdict:
        role, step = role_of(who), self.book.step(self.state, action)
        if role not in ATTENDED.get(action, OFFICE | {"technician"}):
            return Verdict((403,))
        if step is None or not self.sensible("super", action):
            return Verdict((409,))
        if role not in step.who or not self.sensible(who, action):
            return Verdict((403,))
        if (action == "agree" and (not self.quoted or self.agreed)) or (action == "resume" and self.tech is None):
            return Verdict((409,), hidden=frozenset({action}))
        return Verdict((200,), step.to)

    def a_fitting_step(self, dice):
        self.step(*self.fitting(dice, ACTIONS))

    def anybody_tries_anything(self, dice):
        self.step(dice.choice([*ANYBODY, *["tech", "second"] * 3]), dice.choice(ACTIONS))

    def step(self, who, action):
        verdict, before = self.judge_here(who, action), self.tech
        staff = self.stage.staff["S2" if self.tech == "tech" else "S1"]
        body = {"staff_id": staff} if action in ("assign", "transfer") else BODIES[action]
        if action == "complete" and self.agreed:
            body = {"labour": [{"code": "LAB", "quantity": "1"}]}
        answer = self.try_out(who, action, body, verdict, door=self.names.get(action, action))
        if not verdict.good:
            return
        self.quoted = self.quoted or action == "quote"
        self.agreed = action == "agree" or (self.agreed and action != "quote")
        self.note_technician(answer.json)
        assert self.tech == {"grab": who, "return": None}.get(action, self.tech)
        assert self.tech != before or action not in ("assign", "transfer")
        again = [W + "created", W + "reworked"] if action == "fail" else []
        self.tells(TOLD[action], again)
        if again:
            self.take_up()

    def tells(self, names: list[str], again: list[str] = ()) -> None:
        """Exactly these were announced of this order, numbered without gap; `again`: what a rework begins with."""
        heard = self.ear.listen()
        mine = [(name, data["version"]) for name, data in heard if data["work_order_id"] == self.id]
        assert mine == [(name, self.told + n) for n, name in enumerate(names, start=1)]
        self.heard_of_others = [(name, data) for name, data in heard if data["work_order_id"] != self.id]
        others = [name for name, _ in self.heard_of_others]
        assert others[: len(again)] == list(again) and (again or not others)
        self.told += len(names)

    def the_ticket_ends(self, dice):
        """Work that is done is closed in silence, other work is cancelled aloud (RW-7, RD-6)."""
        contract, self.photo = dice.choice([TicketClosed, TicketCancelled]), None
        more = {"by": "waiver"} if contract is TicketClosed else {"declined": False}
        facts = {"ticket_id": self.ticket["ticket_id"], "number": self.ticket["number"], "version": 9, "reason": "x"}
        self.stage.hear(contract, about=self.ticket["ticket_id"], heard_at=datetime.now(UTC), **facts, **more)
        self.ticket_ended = True
        if self.state in OVER:
            self.state = "closed" if self.state in DONE else self.state
            self.tells([])
        else:
            self.state = "cancelled"
            self.tells([W + "cancelled"])
        self.version = self.read()["version"]

    def the_customer_is_not_glad(self, dice):
        """Done work is redone, free, once for each cause; what is satisfied or ended is not (RW-8, RV-3)."""
        if self.state not in DONE:
            return False
        outcome, cause, self.photo = dice.choice(["satisfied", "still_broken", "dissatisfied"]), new_id(), None
        facts = {"return_visit_id": cause, "ticket_id": self.ticket["ticket_id"], "work_order_id": UUID(self.id)}
        facts |= {"outcome": outcome, "attempts": 1, "at": datetime.now(UTC), "by_name": "石慧敏"}
        for _ in range(2):
            self.stage.hear(ReturnVisitCompleted, about=cause, heard_at=datetime.now(UTC), **facts)
        if outcome == "satisfied" or self.ticket_ended:
            self.tells([])
            return
        self.state = "closed"
        assert self.read()["state"] == "closed"
        self.tells([], [W + "created", W + "reworked"])
        first = self.id
        self.take_up()
        assert self.rework and self.read()["rework_of"] == first and self.read()["cause_id"] == str(cause)

    def somebody_comes_late(self, dice):
        action = dice.choice(sorted(set(BODIES) - {"grab"}))  # which is for technicians only
        self.come_late(self.names.get(action, action), BODIES[action])

    def somebody_comes_from_abroad(self, dice):
        action = dice.choice(list(BODIES))
        self.come_from_abroad(dice.choice(ABROAD), self.names.get(action, action), BODIES[action])

    @invariant()
    def the_door_shows_what_the_book_says(self):
        if self.id is None:
            return
        shown = self.read()
        assert (shown["state"], shown["version"]) == (self.state, self.version)
        assert set(shown["allowed"]) == self.offered("super")
        assert shown["steps"][-1]["to_state"] == self.state
        assert sum(one["ended_at"] is None for one in shown["assignments"]) <= 1
