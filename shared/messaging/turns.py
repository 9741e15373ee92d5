"""One relay of a service sends at a time, so that events about one ticket leave in the order of their facts (P6).

Whoever has the turn has it for one round; a relay that dies, freezes or loses its database loses the turn with it.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import and_, func, select, true

HOLD = "30s"  # whose transaction stands still for longer is sent away; a round's own limits are below this
RELAY = 1_179_602  # advisory locks are numbers, each database has its own; this one is the relay's


def on_postgres():
    """For the statement that takes the rows: true for one transaction at a time, and until that ends."""
    hold = func.set_config("idle_in_transaction_session_timeout", HOLD, true())
    return select(and_(func.pg_try_advisory_xact_lock(RELAY), hold.is_not(None))).scalar_subquery()


class FileTurn:
    """On SQLite, which has no such lock: a file beside the database. In memory there is one process and no file."""

    def __init__(self, store):
        name = store.engine.url.database or ""
        kept = store.sqlite and name and not name.startswith((":memory:", "file:"))
        self._path = Path(f"{name}.relay") if kept else None
        self._file = None

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Whether it is our turn, for as long as the block lasts."""
        if self._path is None:
            yield True
            return
        self._file = self._file or self._path.open("a")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)
