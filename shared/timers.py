"""Time as a door: rows that fall due, claimed with a lease, so that each fires once however many clocks run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

EVERY = "every:"


@dataclass(frozen=True)
class Timer:
    """A timer that fell due. `tries` counts from 1; `payload` is what was set with it."""

    id: UUID
    kind: str
    subject_id: str
    operator_id: UUID | None
    site_id: UUID | None
    payload: dict
    due_at: datetime
    tries: int
    lease_until: datetime


class Clock:
    """A room's answers to time."""

    def __init__(self):
        self.timers: dict[str, Callable] = {}
        self.periods: dict[str, float] = {}

    def timer(self, kind: str):
        """`handler(store, timer, now)`: None when done, a datetime to be called again then."""

        def remember(function):
            self.timers[kind] = function
            return function

        return remember

    def every(self, seconds: float):
        """`handler(store, now)`, once per period among all clocks of the service."""

        def remember(function):
            kind = EVERY + function.__name__
            self.periods[kind] = seconds

            def run(store, timer, now):
                function(store, now)
                return now + timedelta(seconds=seconds)

            self.timers[kind] = run
            return function

        return remember
