"""A gateway that fails again and again is left alone for a while, so that it cannot hold up everything else."""

from datetime import datetime, timedelta
from threading import Lock

AFTER = 5  # failures in a row
REST = timedelta(seconds=30)


class Breaker:
    """Kept per process and channel: it saves waiting, it decides nothing, so forgetting it at a restart is harmless."""

    def __init__(self):
        self._lock = Lock()
        self._failures: dict[str, int] = {}
        self._closed_until: dict[str, datetime] = {}

    def resting_until(self, name: str, now: datetime) -> datetime | None:
        with self._lock:
            until = self._closed_until.get(name)
            return until if until and until > now else None

    def note(self, name: str, *, worked: bool, now: datetime) -> None:
        with self._lock:
            self._failures[name] = 0 if worked else self._failures.get(name, 0) + 1
            if self._failures[name] >= AFTER:
                self._closed_until[name] = now + REST
                self._failures[name] = AFTER - 1  # one try after the rest: if it fails, rest again
