"""The players take turns: each looks for its own work, does it, and waits a little longer whenever there is none."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from embedded.door import Refused

RACED = {404, 409, 412}  # somebody else was faster, or it has not arrived yet
AGAIN, LATEST, OFTEN = 0.2, 8.0, 5
SHORTEST, LONGEST = 0.05, 0.8


class Player:
    """Somebody who works through a list over the public doors. `find` says what waits, `act` does one thing."""

    name = "player"

    def __init__(self, hands: int = 3):
        self.did: Counter = Counter()
        self.troubles: list[str] = []
        self.later: dict[str, tuple[int, float]] = {}
        self.hands = ThreadPoolExecutor(hands, thread_name_prefix=self.name)

    def find(self) -> list[dict]:
        raise AssertionError("a player looks for work")

    def act(self, thing: dict) -> None:
        raise AssertionError("a player works")

    def turn(self) -> int:
        """How many things were done. What failed is left alone for a while, longer each time."""
        now = time.monotonic()
        due = [thing for thing in self.find() if self.later.get(thing["id"], (0, 0.0))[1] <= now]
        return sum(self.hands.map(self.try_one, due))

    def try_one(self, thing: dict) -> int:
        try:
            self.act(thing)
        except Refused as refused:
            fails = self.later.get(thing["id"], (0, 0.0))[0] + 1
            self.later[thing["id"]] = (fails, time.monotonic() + min(LATEST, AGAIN * 2**fails))
            if refused.status not in RACED or fails > OFTEN:
                self.troubles.append(str(refused))
            return 0
        self.later.pop(thing["id"], None)
        return 1

    def play(self, over: threading.Event):
        pause = SHORTEST
        while not over.is_set():
            try:
                done = self.turn()
            except Refused as refused:
                self.troubles.append(str(refused))
                done = 0
            pause = SHORTEST if done else min(LONGEST, pause * 1.6)
            over.wait(pause)


def play_until(
    ended: Callable[[], bool], progress: Callable[[], tuple], players: list[Player], *, patience: float
) -> bool:
    """Runs the players until `ended`; False when nothing moved for `patience` seconds."""
    over = threading.Event()
    threads = [threading.Thread(target=player.play, args=(over,), daemon=True, name=player.name) for player in players]
    for thread in threads:
        thread.start()
    last, since, finished = None, time.monotonic(), False
    try:
        while not finished and time.monotonic() - since < patience:
            over.wait(0.5)
            finished = ended()
            if progress() != last:
                last, since = progress(), time.monotonic()
    finally:
        over.set()
        for thread in threads:
            thread.join(timeout=30)
    return finished
