"""A day on real servers on which everything is killed at random; afterwards the ledger is judged."""

import time
from collections import Counter
from contextlib import ExitStack
from itertools import islice

from embedded.demo.turns import play_until
from embedded.reconcile.read import read_facts
from tests.end_to_end.conftest import eventually
from tests.fault.mayhem import Mayhem, killing, of_every, records, till_agrees
from tests.fault.scale import SECONDS, Scale
from tests.ledger.book import Book
from tests.ledger.caller import Callers
from tests.ledger.house import rabbit_queues, stores_of
from tests.ledger.judge import judge
from tests.ledger.rest import under_way
from tests.ledger.verdict import Verdict

ROLES = ("web", "relay", "consume", "clock")
SHOW_EVERY, LOOK_EVERY = 5.0, 1.0  # seconds: a look at thousands of rows must not be what keeps the machine busy
AT_A_TIME = 25  # so many things a player does in one turn, so that it ends soon when the day does


class Storm:
    """Callers push, players work, faults happen; `verdict` says what came of it, `figures` how it went."""

    def __init__(self, centre, day, servers, folder, dice, scale: Scale):
        self.centre, self.day, self.servers, self.folder, self.scale = centre, day, servers, folder, scale
        self.book = Book(folder / "book.jsonl")
        self.callers = Callers.of(day.platform, self.book, dice, patience=SECONDS)
        self.records = records(scale.tickets)
        self.faults = self.roll_faults(dice)
        self.plan = self.callers.plan(self.records)
        until = max(len(self.faults) + 8, int(len(self.plan) * 0.9))
        self.mayhem = Mayhem(day, self.faults, dice, until=until, progress=self.progress)
        self.show_at = 0.0
        self.figures: Counter = Counter()
        self.verdict = Verdict()

    def roll_faults(self, dice) -> list[tuple]:
        """Every kind of process once, then whatever the dice say."""
        processes = [killing(self.centre, name, dice=dice) for role in ROLES for name in of_every(role)]
        if self.scale.whole:  # the short form: one service's process of each kind, chosen
            processes = [killing(self.centre, *of_every(role), dice=dice) for role in ROLES[:1] + ROLES[1:] * 2]
        processes.append(killing(self.centre, *of_every("web"), worker=True, dice=dice))
        for _ in range(self.scale.more_kills):
            role = dice.choice(ROLES)
            worker = role == "web" and dice.random() < 0.5
            processes.append(killing(self.centre, *of_every(role), worker=worker, dice=dice))
        broker = [("the broker", restart(self.servers.rabbit))] * self.scale.broker
        return [*processes, *broker, *[("PostgreSQL", restart(self.servers.postgres))] * self.scale.database]

    def progress(self) -> int:
        return self.callers.requests + self.day.did().total()

    def rage(self) -> None:
        """Everybody at once, until all is pushed and every fault has happened; of a small day, until all has ended."""
        for player in self.day.players:
            player.find = a_few(player.find)
        with ExitStack() as stack:
            mayhem = stack.enter_context(self.mayhem)
            pushing = stack.enter_context(self.callers.pushing(self.plan))
            over = lambda: pushing.done() and not mayhem.thread.is_alive() and self.ended()  # noqa: E731
            play_until(over, lambda: (self.progress(), self.day.progress()), self.day.players, patience=SECONDS)
            pushing.result(SECONDS)
        assert len(mayhem.done) == len(self.faults), "the day was over before every fault had happened"

    def ended(self) -> bool:
        self.day.platform.accepted = self.book.accepted()
        return self.day.ended() if self.scale.whole else True

    def settle(self) -> None:
        """P7: what is under way drains by itself; then nothing moves any more, and it can be judged."""
        queues = lambda: rabbit_queues(self.servers.rabbit)  # noqa: E731
        with stores_of(self.folder) as stores:
            eventually(lambda: not self.shown(under_way(stores, queues)), SECONDS, pause=LOOK_EVERY)
            self.figures["seconds to drain"] = round(time.monotonic() - self.mayhem.over_at)
            assert till_agrees(self.day)
            facts = read_facts(self.day.admin, accepted=self.day.platform.accepted, heard=self.day.outside.heard)
            self.centre.stop()
            for _bill, receipt in next(p for p in self.day.players if p.name == "cashier").told:
                self.book.answer(self.book.attempt(receipt, kind="payment"), 201, {"receipt_number": receipt})
            heard = dict(self.day.outside.heard)
            self.verdict = judge(self.book, stores, queues=queues(), deliveries=heard, facts=facts)

    def shown(self, left: dict) -> dict:
        """Now and then, not at each look."""
        if time.monotonic() > self.show_at:
            self.show_at = time.monotonic() + SHOW_EVERY
            self.day.tell(f"under way: {left}")
        return left

    def table(self, seed: str) -> str:
        kinds = Counter(name if name in ("the broker", "PostgreSQL") else "processes" for name in self.mayhem.done)
        rows = {f"killed: {name}": count for name, count in kinds.items()} | self.verdict.totals() | dict(self.figures)
        return "\n".join([f"seed {seed}", *(f"{name:<24}{count:>8}" for name, count in rows.items())])


def a_few(find):
    return lambda: list(islice(find(), AT_A_TIME))


def restart(server):
    def kill() -> None:
        server.kill()
        server.start()

    return kill
