"""What wakes a sleeping relay: NOTIFY on PostgreSQL, a change of the file on SQLite; a slow poll is the net below."""

import logging
import select
import sqlite3
import time

import psycopg

from .outbox import CHANNEL

GLANCE = 0.01  # seconds between looks at SQLite's change counter: it calls nobody, and a look costs microseconds

log = logging.getLogger(__name__)


def open_waker(store):
    return SqliteWaker(store) if store.sqlite else PostgresWaker(store)


class SqliteWaker:
    """Watches `PRAGMA data_version`, which any commit of another connection changes."""

    def __init__(self, store):
        self._connection = sqlite3.connect(store.engine.url.database, isolation_level=None, timeout=5)
        self._seen = self._version()

    def _version(self) -> int:
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            version = self._version()
            if version != self._seen:
                self._seen = version
                return
            time.sleep(GLANCE)

    def close(self) -> None:
        self._connection.close()


class PostgresWaker:
    """Listens on a connection of its own; when that breaks it falls back to the poll and tries again."""

    def __init__(self, store):
        self._url = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = None

    def wait(self, seconds: float) -> None:
        try:
            if self._connection is None:
                self._connection = psycopg.connect(self._url, autocommit=True, connect_timeout=5)
                self._connection.execute(f"LISTEN {CHANNEL}")
                return  # something may have come before we listened
            ready, _, _ = select.select([self._connection.fileno()], [], [], seconds)
            if ready:
                for _ in self._connection.notifies(timeout=0, stop_after=100):
                    pass
        except (psycopg.Error, OSError, ValueError) as error:
            log.info("not listening any more: %r", error)
            self.close()
            time.sleep(min(seconds, 0.25))  # else a relay without a listener would ask the database without a pause

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
