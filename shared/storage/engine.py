"""How a database is opened: SQLite with nothing lost at a power cut, PostgreSQL with a bounded pool."""

from sqlalchemy import Engine, create_engine, event

SQLITE = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000")


def open_engine(url: str, *, pool: int = 5) -> Engine:
    """An engine for `url` with at most `pool` connections kept and twice as many in a rush."""
    options = {"pool_size": pool, "max_overflow": pool, "pool_timeout": 10}
    if url.startswith("postgresql:"):
        url = url.replace("postgresql:", "postgresql+psycopg:", 1)
    if url.startswith("postgresql"):
        options |= {"pool_pre_ping": False, "connect_args": {"connect_timeout": 5}}
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "rollback", _forget_scope)
    return engine


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # we begin transactions ourselves: the driver begins them too late
    for pragma in SQLITE:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection) -> None:
    """A writer takes the lock at once: one that reads first and writes later would fail instead of wait."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _forget_scope(connection) -> None:
    connection.info.pop("scope", None)  # a rolled-back set_config is undone with everything else
