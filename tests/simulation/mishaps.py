"""What happens to a process at the worst moment: it dies just before or just after a commit, or its database is away
so that it is told nothing, or told wrongly that nothing was written."""

import random
import sqlite3

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

BEFORE, AFTER, AWAY, UNKNOWN = "dies before its commit", "dies after its commit", "database away", "commit unanswered"


class Died(BaseException):
    """The process is gone. Nobody in the house can catch this."""


class Mishaps:
    """Asked at every commit of every service."""

    def __init__(self):
        self.start_over(random.Random(0))  # noqa: S311
        self.calm = True

    def start_over(self, dice) -> None:
        self.dice, self.calm = dice, True
        self.counts = dict.fromkeys((BEFORE, AFTER, AWAY, UNKNOWN), 0)
        self.seen: list[str] = []

    def watch(self, house) -> None:
        event.listen(house.store.engine, "commit", lambda connection: self._commit(house, connection))

    def _commit(self, house, connection) -> None:
        house.changes += 1
        if self.calm or (drawn := self.dice.random()) > 0.08:
            return
        kind = (BEFORE, AFTER, AWAY, UNKNOWN)[int(drawn / 0.02) % 4]
        self.counts[kind] += 1
        self.seen.append(f"{house.name} {kind}")
        if kind in (AFTER, UNKNOWN):
            connection.connection.driver_connection.commit()
        if kind in (BEFORE, AFTER):
            raise Died(kind)
        raise OperationalError(kind, None, sqlite3.OperationalError(kind))
