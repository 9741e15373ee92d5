"""A fresh, migrated database per test: a copied file on SQLite, a copied template on PostgreSQL."""

import os
import shutil
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url

from shared.storage.engine import open_engine
from shared.storage.migrate import upgrade

KINDS = tuple(os.environ.get("FRONTDESK_TEST_DATABASES", "sqlite").split(","))
OWNER = f"frontdesk_{os.environ.get('PYTEST_XDIST_WORKER', 'test')}"


class SqliteTemplates:
    def __init__(self, folder: Path):
        self.folder = folder
        self._made: dict[str, Path] = {}

    def fresh(self, service: str) -> str:
        if service not in self._made:
            path = self.folder / f"{service}-template.db"
            engine = open_engine(f"sqlite:///{path}")
            upgrade(service, engine)
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
            engine.dispose()
            self._made[service] = path
        copy = self.folder / f"{service}-{uuid4().hex}.db"
        shutil.copyfile(self._made[service], copy)
        return f"sqlite:///{copy}"

    def drop(self, url: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{make_url(url).database}{end}").unlink(missing_ok=True)


class PostgresTemplates:
    """Databases are owned by an ordinary role, so that row-level security is in force as in production."""

    def __init__(self, server):
        self.server = server
        self._made: dict[str, str] = {}
        self._connection: psycopg.Connection | None = None

    def _admin(self, statement: str) -> None:
        try:
            self._connected().execute(statement)
        except psycopg.OperationalError:  # a test killed the server meanwhile
            self._connected().execute(statement)

    def _connected(self) -> psycopg.Connection:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self.server.admin_url, autocommit=True)
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def fresh(self, service: str) -> str:
        if service not in self._made:
            template = f"template_{service}_{uuid4().hex[:8]}"
            url = self.server.create_database(template, OWNER, "test")
            engine = open_engine(url)
            upgrade(service, engine)
            engine.dispose()
            self._made[service] = template
        name = f"{service}_{uuid4().hex[:12]}"
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{self._made[service]}" OWNER {OWNER}')
        return self.server.url(name, OWNER, "test")

    def drop(self, url: str) -> None:
        self._admin(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def share_compiled(store, kept: dict) -> None:
    """What SQLAlchemy compiled of a statement in one test holds in the next, as from request to request of a process.

    A fresh database has a fresh engine, and would compile all of it anew: a quarter of what a test of a room costs. The
    cache goes by dialect, so that goes from hand to hand as well, once a connection has made it ready.
    """
    if store.engine.name not in kept:
        with store.engine.connect():
            kept[store.engine.name] = store.engine.dialect, {}
    for engine in (store.engine, store._reading_engine):
        engine.dialect, compiled = kept[engine.name]
        engine.update_execution_options(compiled_cache=compiled)
