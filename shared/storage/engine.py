"""How a database is opened: SQLite with nothing lost at a power cut, PostgreSQL with a bounded pool."""

import random
import sqlite3
import threading
import time
from typing import Any

from sqlalchemy import Engine, create_engine, event

PATIENCE = 15  # seconds a writer waits for its turn on SQLite
PATIENT = f"busy_timeout={PATIENCE * 1000}"
SQLITE = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", PATIENT)

# A server or client that is gone without a word is noticed within two minutes, and what it had locked is free again.
ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
# Statements here answer in milliseconds. What PostgreSQL takes for a dear one it would first compile, or begin workers
# for, which takes longer (a search at a million tickets: 69 ms, and 10 without).
SAFE = """SELECT set_config('idle_in_transaction_session_timeout', '5min', false), set_config('jit', 'off', false),
  set_config('max_parallel_workers_per_gather', '0', false),
  CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')
    THEN set_config('synchronous_commit', 'on', false) END
"""


def open_engine(url: str, *, pool: int = 5, single: bool = False) -> Engine:
    """An engine for `url` with at most `pool` connections kept and twice as many in a rush.

    `single`: every statement is a transaction of its own (PostgreSQL).
    """
    options: dict[str, Any] = {"pool_size": pool, "max_overflow": pool, "pool_timeout": 10}
    if url.startswith("postgresql:"):
        url = url.replace("postgresql:", "postgresql+psycopg:", 1)
    if url.startswith("postgresql"):
        options |= {"pool_pre_ping": False, "connect_args": {"connect_timeout": 5, **ALIVE}}
    if single:
        options["isolation_level"] = "AUTOCOMMIT"
    # what was to be written is personal: errors, which go to logs and to the dead events, do not repeat it
    engine = create_engine(url, hide_parameters=True, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "commit", _keep_scope)
        event.listen(engine, "rollback", _forget_new_scope)
        event.listen(engine, "handle_error", _forget_scope_after_error)
    return engine


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # we begin transactions ourselves: the driver begins them too late
    for pragma in SQLITE:
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgres(connection, _record) -> None:
    """Whatever a role's defaults are, what was answered is on the disk (`off` was measured to lose 67 tickets)."""
    connection.execute(SAFE)
    connection.commit()


def _begin_sqlite(connection) -> None:
    """A writer takes the lock at once: one that reads first and writes later would fail instead of wait."""
    if connection.get_execution_options().get("reading", False):
        connection.exec_driver_sql("BEGIN")
    else:
        _take_turn(connection)


def _take_turn(connection) -> None:
    """Wait for the one write lock by looking every few milliseconds.

    SQLite's own waiting looks every 100 ms after a while, so that a consumer which writes batch after batch would
    starve every web request (seen: 16 s, then "database is locked").
    """
    raw, give_up_at = connection.connection.driver_connection, time.monotonic() + PATIENCE
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < give_up_at:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            threading.Event().wait(random.uniform(0.001, 0.004))  # noqa: S311  jitter, not a secret
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails again, in the words that everybody above understands
    finally:
        raw.execute(f"PRAGMA {PATIENT}")


def _keep_scope(connection) -> None:
    connection.info.pop("scope_is_new", None)


def _forget_new_scope(connection) -> None:
    """A rolled-back set_config is undone with everything else; what an earlier transaction set stays.

    A broken connection is past asking, and is replaced.
    """
    if not connection.invalidated and connection.info.pop("scope_is_new", False):
        connection.info.pop("scope", None)


def _forget_scope_after_error(context) -> None:
    """Perhaps it was the commit itself that failed."""
    if context.connection is not None and not context.connection.invalidated:
        context.connection.info.pop("scope", None)
