"""Signs of life of a process's loops: one that gives none for minutes hangs where no time limit reaches (2.4.5)."""

import threading
import time
from collections import Counter

from shared import metrics

_beats: Counter[str] = Counter()
_guard = threading.Lock()


def beat(service: str, loop: str) -> None:
    """`loop` of this process goes round: it works, it waits for something that is away, but it does not hang."""
    with _guard:
        _beats[loop] += 1
    metrics.last_poll.labels(service, loop).set(time.time())


class Watch:
    """Counts its own looks rather than seconds: a process that was frozen for an hour is not silent, it was frozen."""

    def __init__(self, looks: int):
        self.looks = looks
        self.seen: dict[str, tuple[int, int]] = {}

    def silent(self) -> list[str]:
        """The loops that gave a sign once and none during the last `looks` calls of this; none ever when it is 0."""
        with _guard:
            beats = dict(_beats)
        for loop, count in beats.items():
            known, missed = self.seen.get(loop, (None, 0))
            self.seen[loop] = (count, missed + 1 if count == known else 0)
        return [loop for loop, (_, missed) in self.seen.items() if self.looks and missed >= self.looks]
