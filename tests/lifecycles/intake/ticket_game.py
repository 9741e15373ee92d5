"""The game of one ticket at its doors: random people take random steps (RD-4 to RD-6, RW-7)."""

from hypothesis.stateful import invariant

from tests.lifecycles.book import TICKET
from tests.lifecycles.game import ABROAD, ANYBODY, STAFF, Game, Verdict, role_of

from .words import BODIES, ENDED, FOLLOWS, MOVED, TOLD

LEADERS = ("supervisor", "manager")


class TicketGame(Game):
    book, things, hears, last = TICKET, "/tickets", "intake.ticket.", ENDED
    turns = {
        "a_fitting_step": 3,
        "anybody_tries_anything": 4,
        "somebody_comes_late": 1,
        "somebody_comes_from_abroad": 1,
    }

    def begin(self, dice):
        """Somebody calls, or a platform pushes: then nobody owns the ticket yet."""
        kind = dice.choice(["repair_unit", "repair_public", "complaint", "pushed"])
        self.kind, self.owner, self.order, self.versions, self.causes = kind, "person:desk", None, 0, []
        self.stays = self.stage.opened()["id"]
        self.ear.listen()
        if kind == "pushed":
            self.kind, self.owner, self.id = "repair_unit", None, self.stage.push()
        else:
            self.id = self.stage.opened(kind=kind)["id"]
        self.state, self.version, self.moves = "open", 1, 0
        self.tells(["intake.ticket.opened"], moves=1)

    def tells(self, names: list[str], *, moves: int) -> list[dict]:
        """Exactly these were announced, and so many moves whose numbers have no gap and whose states make a chain."""
        told = self.ear.listen()
        assert sorted(name for name, _ in told) == sorted([*names, *[MOVED] * moves])
        chain = [data for name, data in told if name == MOVED]
        assert [data["sequence"] for data in chain] == list(range(self.moves + 1, self.moves + moves + 1))
        for before, after in zip(chain, chain[1:], strict=False):
            assert before["to_state"] == after["from_state"]
        assert not chain or chain[-1]["to_state"] == self.state
        self.moves += moves
        return [data for name, data in told if name != MOVED]

    def sensible(self, _who, action):
        """Nobody takes what somebody owns; what nobody owns is taken, not handed over (RD-5)."""
        return action != ("handover-owner" if self.owner is None else "take")

    def judge_here(self, who, action) -> Verdict:
        verdict = self.judge(who, action)
        if verdict.statuses == (403,):
            return verdict
        if action == "take" and self.owner is not None:
            return Verdict((409,))
        own = self.owner is None or f"person:{who}" == self.owner
        if action == "handover-owner" and not own and role_of(who) not in LEADERS:
            return Verdict((403,))
        return verdict

    def a_fitting_step(self, dice):
        self.step(*self.fitting(dice, [*BODIES, "merge"]))

    def anybody_tries_anything(self, dice):
        self.step(dice.choice(ANYBODY), dice.choice([*BODIES, "merge"]))

    def somebody_comes_late(self, dice):
        self.come_late(action := dice.choice(list(BODIES)), BODIES[action])

    def somebody_comes_from_abroad(self, dice):
        action = dice.choice(list(BODIES))
        self.come_from_abroad(dice.choice(ABROAD), action, BODIES[action])

    def step(self, who, action):
        verdict, before = self.judge_here(who, action), self.state
        self.try_out(who, action, {"into": self.stays} if action == "merge" else BODIES[action], verdict)
        if not verdict.good:
            return
        if action == "take" or (action == "classify" and self.owner is None):
            self.owner = f"person:{who}"
        elif action == "handover-owner":
            self.owner = "somebody with an account"
        elif action == "classify":
            self.kind = "repair_unit"
        moves = int(self.state != before)
        if action == "resume":
            moves += self.catch_up(waits=False)
        told = self.tells(TOLD.get(action, "").split(), moves=moves)
        if action == "reopen":
            self.causes, self.order = [*self.causes, told[0]["cause_id"]], None
        self.note_version(action)

    def catch_up(self, *, waits: bool = True) -> int:
        """The ticket goes where the order of its present round stands; returns how many moves that takes."""
        target = FOLLOWS.get(self.order["state"]) if self.order else None
        if self.state in ENDED or target in (None, self.state) or (target == "waiting" and not waits):
            return 0
        if self.state == "resolved" and target != "resolved":
            return 0
        self.state = target
        return 1

    def note_version(self, why) -> None:
        """Every change is a new version; a step at the door is one."""
        now = self.read()["version"]
        assert now >= self.version, why
        self.version = now

    @invariant()
    def the_door_shows_what_the_book_says(self):
        if self.id is None:
            return
        shown = self.read()
        assert (shown["state"], shown["moves"], shown["version"]) == (self.state, self.moves, self.version)
        assert shown["reopened_times"] == len(self.causes)
        assert set(shown["allowed"]) == self.offered("super")
        assert bool(shown["ended_at"]) == (self.state in ENDED)


def stage_people(client, opened, push, record):
    """An account to hand cases over to, and pushes each with an id of its own."""
    account = {"login": "anna", "name": "Anna", "password": "long enough 1", "roles": {"CH": ["desk"]}}
    assert client.as_(STAFF["admin"]).post("/accounts", json=account).status_code == 201
    numbers = iter(range(10_000))

    def pushed() -> str:
        answer = push(record(f"game-{next(numbers)}"))
        assert answer.status_code == 201, answer.json
        return answer.json["ticket_id"]

    return pushed
