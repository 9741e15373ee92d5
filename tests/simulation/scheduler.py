"""One simulated day: the dice pick every next step; then everything heals, drains, and is judged."""

import hashlib
import random
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import text

from shared.errors import DomainError

from .broker import Broker
from .mishaps import Died
from .moment import moment
from .outside import Outside
from .people import People
from .platform import Platform
from .verdicts import unfinished, unsafe

STEPS = 90
PATIENCE = 400  # rounds after which a healed day counts as stuck
NEXT = """
    SELECT min(at) FROM (
      SELECT next_at AS at FROM parked_events WHERE state = 'waiting'
      UNION ALL SELECT coalesce(lease_until, due_at) FROM timers WHERE kind NOT LIKE 'every:%')"""


@dataclass
class Day:
    """What happened on the day of one seed."""

    seed: str
    trace: list[str] = field(default_factory=list)
    injected: dict[str, int] = field(default_factory=dict)
    stuck: str = ""
    found: list[str] = field(default_factory=list)

    def note(self, *words) -> None:
        self.trace.append(" ".join(map(str, words)))

    def digest(self) -> str:
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()


class Scheduler:
    def __init__(self, centre, seed: str):
        self.day = Day(seed)
        self.dice = random.Random(f"day {seed}")  # noqa: S311
        moment.start_over(seed)
        centre.begin(random.Random(f"mishaps {seed}"))  # noqa: S311
        self.centre, self.houses, self.mishaps = centre, list(centre.houses.values()), centre.mishaps
        self.broker = Broker(self.dice, moment)
        self.outside = Outside(self.dice)
        self.people, self.platform = People(centre, self.dice, moment), Platform(centre, self.dice, moment)
        self.steps = (
            (self.relay, 26), (self.read, 30), (self.somebody, 22), (self.push, 9), (self.retry, 5), (self.tick, 12),
            (self.wait, 6), (self.broker_changes, 2), (self.kill, 2),
        )  # fmt: skip

    def run(self) -> Day:
        with self.outside.connected():
            self.go_wrong()
            self.day.found += unsafe(self)
            self.heal()
            self.drain()
            self.day.found += unsafe(self) + unfinished(self)
            self.day.note("left", *self.left())
        self.platform.book.close()
        self.day.injected = {**self.broker.counts, **self.mishaps.counts, "refused outside": self.outside.refused}
        return self.day

    def left(self) -> list[str]:
        """Every event that was announced, in order: two runs of one seed must agree on it."""
        found = []
        for house in self.houses:
            with house.store.reading(None) as session:
                found += session.execute(text("SELECT event_id FROM outbox ORDER BY position")).scalars()
        return found

    def go_wrong(self) -> None:
        self.mishaps.calm = False
        for _ in range(self.dice.choice((1, 1, 2, 3))):
            self.platform.write_record()
        kinds, weights = zip(*self.steps, strict=True)
        for step in self.dice.choices(kinds, weights, k=STEPS):
            try:
                done = step()
            except Died as died:
                done = f"{died}"
            except Exception as error:
                if isinstance(error, DomainError):
                    raise
                done = type(error).__name__
            if done is not None:
                self.day.note(step.__name__, done)

    def heal(self) -> None:
        self.day.note("healed", *self.mishaps.seen)
        self.mishaps.calm = self.broker.calm = self.outside.calm = self.people.calm = True
        self.broker.up = True

    def drain(self) -> None:
        """Everybody goes on until nothing is left to do; what waits for a time gets that time."""
        for _ in range(PATIENCE):
            for record in self.platform.unanswered():
                self.day.note("push", self.platform.push(record))
            if self.carry() or self.act():
                continue
            due = self.next_due()
            if due is None:
                return
            moment.now = max(due, moment.now) + timedelta(milliseconds=1)  # a lease ends after its moment
        self.day.stuck = f"not at rest after {PATIENCE} rounds"

    def carry(self) -> int:
        """Every relay, reader and clock once."""
        done = 0
        for house in self.houses:
            done += house.tick(moment.now, 64) or 0
            done += house.relay_round(self.broker) or 0
        for house in self.houses:
            done += house.read(self.broker, self.dice.choice((1, 3, 50))) or 0
            if house.consumer.settlement.any_parked:
                done += house.retry(moment.now) or 0
        return done

    def act(self) -> bool:
        done = self.people.anybody()
        if done:
            self.day.note(done)
        return bool(done)

    def next_due(self):
        found = []
        for house in self.houses:
            with house.store.reading(None) as session:
                found.append(session.scalar(text(NEXT)))
        due = [type(moment.now).fromisoformat(one).replace(tzinfo=moment.now.tzinfo) for one in found if one]
        return min(due, default=None)

    # --- the steps

    def any_house(self):
        return self.dice.choice(self.houses)

    def relay(self):
        house = self.any_house()
        sent = house.relay_round(self.broker)
        return f"{house.name} {sent}" if sent != 0 else None

    def read(self):
        house = self.any_house()
        settled = house.read(self.broker, self.dice.choice((1, 2, 5, 50)))
        return f"{house.name} {settled}" if settled != 0 else None

    def retry(self):
        house = self.any_house()
        return f"{house.name} {house.retry(moment.now)}"

    def tick(self):
        house = self.dice.choice([*self.houses, self.centre.houses["notify"], self.centre.houses["notify"]])
        return f"{house.name} {house.tick(moment.now, self.dice.choice((1, 4)))}"

    def somebody(self):
        return self.people.anybody()

    def push(self):
        return self.platform.push(self.dice.choice(self.platform.records))

    def wait(self):
        moment.advance(self.dice.choice((1, 5, 31, 130, 700, 3700)))
        return moment.now.isoformat()

    def broker_changes(self):
        if self.broker.up:
            self.broker.die()
        else:
            self.broker.up = True
        return "up" if self.broker.up else "down"

    def kill(self):
        house, process = self.any_house(), self.dice.choice(("relay", "consumer", "clock"))
        house.restart(process)
        return f"{house.name} {process}"
