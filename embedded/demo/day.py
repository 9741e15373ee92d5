"""One day from the first push to the last return visit: everybody plays until every pushed ticket has ended."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from embedded.door import Door
from embedded.reconcile import Difference, Facts, compare
from embedded.reconcile.read import read_facts

from .cashier import Cashier
from .desk import Classifier, Inspector, Supervisor
from .night_duty import NightDuty
from .opening import Operator
from .outside import Outside
from .platform import Platform
from .report import ENDED
from .technicians import Technicians
from .turns import Player, play_until

PATIENCE, SETTLING, PACE = 90.0, 45.0, 2.0
LONGEST_LOOK = 8.0  # seconds between two looks, also after one that had to wait for a killed door
SHOWN = ("completed", "inspections passed", "receipts", "content", "not content")


class Day:
    """The players of one operator and the ledger of one platform."""

    def __init__(self, operator: Operator, platform: Platform, outside: Outside, tell: Callable[[str], None]):
        self.operator, self.platform, self.outside, self.tell = operator, platform, outside, tell
        makers = (Classifier, Supervisor, Technicians, Inspector, Cashier, NightDuty)
        self.players: list[Player] = [maker(operator) for maker in makers]
        self.patience, self.settling = PATIENCE, SETTLING
        self.ended_now, self.shown = 0, ""
        self.look_again_at = self.show_again_at = 0.0

    def play(self) -> bool:
        """True when every accepted ticket has ended and every bill is paid."""
        return play_until(self.ended, self.progress, self.players, patience=self.patience)

    def ended(self) -> bool:
        """Looks now and then only: a look must not cost more than a tenth of the time."""
        began = time.monotonic()
        if began < self.look_again_at:
            return False
        ours = set(self.platform.accepted.values())
        rows = self.admin.items("/intake/api/v1/reconciliation")
        self.ended_now = sum(1 for t in rows if t["ticket_id"] in ours and t["state"] in ENDED)
        over = self.ended_now >= len(ours) and not self.unpaid()
        now = time.monotonic()
        self.look_again_at = now + min(LONGEST_LOOK, max(0.8, 10 * (now - began)))
        return over

    def unpaid(self) -> bool:
        bills = self.admin.items("/billing/api/v1/reconciliation")
        return any(bill["state"] in ("issued", "part_paid") for bill in bills)

    def progress(self) -> tuple:
        """How far everything is; a line on the screen whenever it moved."""
        did = self.did()
        told = " · ".join(f"{name} {did[name]}" for name in SHOWN if did[name])
        line = f"ended {self.ended_now} of {len(set(self.platform.accepted.values()))} · {told}"
        if line != self.shown and time.monotonic() >= self.show_again_at:
            self.shown, self.show_again_at = line, time.monotonic() + PACE
            self.tell(line)
        return did.total() - did["refused"], self.ended_now

    def did(self) -> Counter:
        """Copied first: the players go on counting meanwhile."""
        return sum((Counter(dict(player.did)) for player in self.players), Counter())

    def troubles(self) -> list[str]:
        return [f"{player.name}: {trouble}" for player in self.players for trouble in dict.fromkeys(player.troubles)]

    def settle(self) -> tuple[Facts, list[Difference]]:
        """The facts and their differences once the last events have arrived; gives up when nothing moves any more."""
        left, since, never = None, time.monotonic(), threading.Event()
        while True:
            facts = read_facts(self.admin, accepted=self.platform.accepted, heard=self.outside.heard)
            differences = compare(facts)
            now, under_way = time.monotonic(), on_their_way(facts)
            moved = left != (under_way, differences)
            left, since = (under_way, differences), now if moved else since
            if not (differences or under_way) or now - since > self.settling:
                return facts, differences
            if moved:
                self.tell(f"still arriving: {under_way} messages, {len(differences)} other things")
            never.wait(max(0.3, time.monotonic() - now))

    @property
    def admin(self) -> Door:
        return self.operator.admin


def on_their_way(facts: Facts) -> int:
    """Messages that a channel has not answered yet."""
    return sum(row["messages"].get(state, 0) for row in facts.told for state in ("queued", "sending"))


def clock_of(started: float) -> str:
    return f"{time.monotonic() - started:6.1f} s"
