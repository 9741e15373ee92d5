"""A game with one thing: random people try random steps at its doors, and the book says what must become of each."""

import random
from dataclasses import dataclass
from types import SimpleNamespace

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from shared.principal import Principal
from shared.testing.people import OTHER_OPERATOR, OTHER_SITE, SECOND_SITE, SITE, person
from tests.lifecycles.book import Book
from tests.lifecycles.watching import Ear, differences, photograph

STAFF = {
    "desk": person("desk", "desk"),
    "night": person("night", "night_duty"),
    "area": person("area", "area_manager"),
    "super": person("super", "supervisor"),
    "manager": person("manager", "manager"),
    "tech": person("tech", "technician"),
    "second": person("second", "technician"),
    "cashier": person("cashier", "cashier"),
    "guard": person("guard", "guard"),
    "admin": person("admin", "admin", site="*"),
}
FOREIGN = {
    "neighbour": person("neighbour", "desk", "supervisor", "manager", "cashier", "technician", site=SECOND_SITE),
    "stranger": person("stranger", "desk", "supervisor", "cashier", operator=OTHER_OPERATOR, site=OTHER_SITE),
}
ANYBODY, ABROAD = [*sorted(STAFF), "desk", "super", "super", "tech"], sorted(FOREIGN)


def role_of(who: str | Principal) -> str:
    return next(iter(STAFF.get(who, who).roles_at(SITE)))


@dataclass
class Verdict:
    """What the book expects of one try: one of these answers, and when refused with 409, these allowed actions."""

    statuses: tuple[int, ...]
    to: str | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def good(self) -> bool:
        return self.statuses[0] < 300


class Game(RuleBasedStateMachine):
    """`stage` holds the service's fixtures. A subclass sets `id` and `state` and keeps them as the book says.

    One rule chooses among all turns: were each a rule of its own, a short game would be one with few of them.
    A turn that has nothing to do at the moment answers False, and another is chosen.
    """

    book: Book
    things: str
    hears: str | tuple[str, ...] = ""  # the beginnings of the names of events it follows
    last: tuple[str, ...]  # states in which little more happens: after a few refusals another thing is begun
    onward: tuple[str, ...] = ()  # actions on the main way, taken more often
    turns: dict[str, int]  # name of a method that takes the dice → how often it is chosen
    names: dict[str, str] = {}  # action of the book → word of the door, where they differ

    def __init__(self, stage: SimpleNamespace):
        super().__init__()
        self.stage, self.ear = stage, Ear(stage.store, self.hears)
        self.id = self.state = self.version = self.photo = None
        self.turn = self.over_for = 0

    def begin(self, dice: random.Random) -> None:
        raise AssertionError("every game says how its thing comes into the world")

    @initialize(seed=st.integers(0, 2**32 - 1))
    def it_begins(self, seed):
        self.begin(random.Random(seed))  # noqa: S311

    @rule(seed=st.integers(0, 2**32 - 1))
    def somebody_does_something(self, seed):
        self.turn += 1  # Hypothesis likes to repeat a number: the same seed is another throw in another turn
        dice = random.Random(f"{seed} {self.turn}")  # noqa: S311
        self.over_for = self.over_for + 1 if self.state in self.last else 0
        if self.over_for > 4:
            self.over_for, self.photo = 0, None
            return self.begin(dice)
        for turn in dice.choices(list(self.turns), list(self.turns.values()), k=20):
            note(f"  {turn}")
            if getattr(self, turn)(dice) is not False:
                return None
        return None

    def knock(self, who: str | Principal, door: str, body: dict | None = None, *, version: int | None = None):
        caller = {**STAFF, **FOREIGN}.get(who, who)
        path = f"{self.things}/{self.id}/{door}"
        answer = self.stage.client.as_(caller).post(path, json=body or {}, version=version or self.version)
        note(f"    {caller.login} {door} at {self.state}: {answer.status_code}")
        return answer

    def read(self) -> dict:
        answer = self.stage.client.as_(STAFF["super"]).get(f"{self.things}/{self.id}")
        assert answer.status_code == 200, answer.json
        return answer.json

    def judge(self, who: str, action: str, *, door_for: frozenset[str] | None = None) -> Verdict:
        """By the book: a wrong role is 403, a wrong state 409; of what is wrong twice either may be said."""
        role, step = role_of(who), self.book.step(self.state, action)
        if role not in (door_for or self.book.anybody(action)):
            return Verdict((403,))
        if step is None:
            return Verdict((409,) if role in self.book.anybody(action) else (409, 403))
        return Verdict((200,), step.to) if role in step.who else Verdict((403,))

    def offered(self, who: str) -> set[str]:
        """The doors the book leaves open to this person now."""
        role, steps = role_of(who), self.book.steps.items()
        actions = (action for (state, action), step in steps if state == self.state and role in step.who)
        return {self.names.get(action, action) for action in actions if self.sensible(who, action)}

    def sensible(self, _who, _action: str) -> bool:
        """Rules that are no part of the table, such as whose order it is."""
        return True

    def fitting(self, dice: random.Random, actions) -> tuple[str, str]:
        """(who, action) the book allows now; what ends the game is seldom chosen, so that games go far."""
        found = []
        for action in actions:
            step = self.book.step(self.state, action)
            able = sorted(name for name in STAFF if step and role_of(name) in step.who and self.sensible(name, action))
            often = 1 if step and step.to in self.last else 24 if action in self.onward else 4
            found += [(name, action) for name in able] * often
        return dice.choice(found) if found else (dice.choice(ANYBODY), dice.choice(list(actions)))

    def try_out(self, who: str, action: str, body: dict, verdict: Verdict, *, door: str | None = None):
        """Knock, compare with the verdict; a refusal says what is allowed, changes nothing and tells nobody."""
        before = None if verdict.good else self.as_it_stands()
        answer = self.knock(who, door or action, body)
        assert answer.status_code in verdict.statuses, (who, action, self.state, answer.json)
        if before is not None:
            self.refused(answer, before, self.offered(who) - verdict.hidden)
            return answer
        self.state, self.version, self.photo = verdict.to or self.state, answer.json["version"], None
        return answer

    def as_it_stands(self) -> dict:
        """The picture taken after the last refusal still holds, as nothing was done since."""
        return self.photo or photograph(self.stage.store)

    def refused(self, answer, before: dict, offered: set[str] | None = None) -> None:
        self.photo = photograph(self.stage.store)
        assert answer.mimetype == "application/problem+json"
        assert differences(before, self.photo) == {}
        assert self.ear.listen() == []
        if answer.status_code == 409:
            assert set(answer.json["allowed"]) == offered, (answer.json["allowed"], offered, self.state)

    def come_late(self, door: str, body: dict, *, who: str = "super") -> None:
        """Somebody acts on what they read before: told so, and nothing changes."""
        before = self.as_it_stands()
        answer = self.knock(who, door, body, version=self.version - 1 or self.version + 1)
        assert answer.status_code == 412, answer.json
        self.refused(answer, before)

    def come_from_abroad(self, who: str, door: str, body: dict) -> None:
        """For people of another site or operator there is no such thing."""
        before = self.as_it_stands()
        answer = self.knock(who, door, body)
        assert answer.status_code in (403, 404), answer.json
        self.refused(answer, before)
