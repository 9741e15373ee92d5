"""The bus file: one SQLite file in which exchanges, queues, bindings and undelivered messages outlive every process."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

_VERSION = 1
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS exchanges (name TEXT PRIMARY KEY, type TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, arguments TEXT NOT NULL DEFAULT '{}') WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bindings (
    exchange TEXT NOT NULL, routing_key TEXT NOT NULL, queue TEXT NOT NULL,
    PRIMARY KEY (exchange, routing_key, queue)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, exchange TEXT NOT NULL, routing_key TEXT NOT NULL,
    content_type TEXT, content_encoding TEXT, headers TEXT NOT NULL DEFAULT '{}', properties TEXT NOT NULL DEFAULT '{}',
    body BLOB NOT NULL, holder TEXT, lease_until REAL NOT NULL DEFAULT 0, deliveries INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO exchanges VALUES ('amq.direct', 'direct'), ('amq.topic', 'topic'), ('amq.fanout', 'fanout');
"""


def open_bus(path: str, *, patience: float = 10.0) -> sqlite3.Connection:
    """A connection to the bus file, made if absent.

    `patience` is how many seconds a statement may wait for another writer before sqlite3.OperationalError.
    synchronous=FULL: what was accepted survives a power cut (measured: NORMAL loses it).
    """
    bus = sqlite3.connect(path, isolation_level=None, timeout=patience, check_same_thread=False)
    try:
        _use_write_ahead_log(bus, patience)
        bus.execute("PRAGMA synchronous=FULL")
        _prepare(bus)
    except BaseException:
        bus.close()
        raise
    return bus


def _use_write_ahead_log(bus: sqlite3.Connection, patience: float) -> None:
    """Switching the journal ignores the busy time-out, so processes that start together have to take turns here."""
    give_up_at = time.monotonic() + patience
    while bus.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            bus.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            threading.Event().wait(0.01)


def _prepare(bus: sqlite3.Connection) -> None:
    """Make the tables once; free every lease when the machine was started anew, since no holder lived through that."""
    boot = boot_id()
    if bus.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
        known = bus.execute("SELECT value FROM facts WHERE name = 'boot'").fetchone()
        if known == (boot,):
            return
    bus.execute("BEGIN IMMEDIATE")
    with finishing(bus):
        for statement in _SCHEMA.split(";"):
            bus.execute(statement)
        if bus.execute("SELECT value FROM facts WHERE name = 'boot'").fetchone() != (boot,):
            bus.execute("UPDATE messages SET holder = NULL, lease_until = 0 WHERE holder IS NOT NULL")
            bus.execute("INSERT OR REPLACE INTO facts VALUES ('boot', ?)", (boot,))
        bus.execute(f"PRAGMA user_version = {_VERSION}")


def boot_id() -> str:
    return _BOOT_ID.read_text().strip() if _BOOT_ID.exists() else ""


def clock() -> float:
    """Seconds on a clock that every process of this machine shares and that nobody can set back.

    Lease times are compared over processes: where the monotonic clock may not be told apart after a new start of
    the machine, wall time is the lesser evil.
    """
    return time.monotonic() if _BOOT_ID.exists() else time.time()


class Bus:
    """A guarded connection: `with bus as connection` lets one thread in at a time, and opens anew after a fork.

    A connection that came through a fork is neither used nor closed by the child; `on_fork` is called instead.
    """

    _inherited: list[sqlite3.Connection] = []

    def __init__(self, path: str, *, patience: float = 10.0, on_fork: Callable[[], None] = lambda: None):
        self.path, self._patience, self._on_fork = path, patience, on_fork
        self._lock, self._process = threading.RLock(), os.getpid()
        self._connection: sqlite3.Connection | None = open_bus(path, patience=patience)

    def __enter__(self) -> sqlite3.Connection:
        self.notice_fork()
        self._lock.acquire()
        if self._connection is None:
            self._lock.release()
            raise ConnectionError(f"The bus {self.path} is closed here.")
        return self._connection

    def __exit__(self, *_) -> None:
        self._lock.release()

    def notice_fork(self) -> None:
        """In a child that has just been forked: leave the parent's connection alone and open one of our own."""
        if self._process == os.getpid():
            return
        self._lock, self._process = threading.RLock(), os.getpid()
        if self._connection is not None:
            self._inherited.append(self._connection)
            self._connection = open_bus(self.path, patience=self._patience)
        self._on_fork()

    def close(self) -> None:
        """Close for good; a second call does nothing, nor does a call by a child of the process that opened it."""
        if self._process == os.getpid():
            with self._lock:
                if self._connection is not None:
                    self._connection.close()
                self._connection = None


class finishing:
    """Commits the open transaction when the block ends well, rolls it back when it does not."""

    def __init__(self, bus: sqlite3.Connection):
        self.bus = bus

    def __enter__(self) -> sqlite3.Connection:
        return self.bus

    def __exit__(self, kind, *_) -> None:
        self.bus.execute("ROLLBACK" if kind and self.bus.in_transaction else "COMMIT")
