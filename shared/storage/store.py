"""The only place that opens and commits a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, MetaData

from shared.audit import chain
from shared.messaging import outbox

from .engine import open_engine
from .scope import ScopedSession
from .security import enter_scope
from .work import Work


class Store:
    """One service's database.

    `work(principal)` is a transaction that may write, `reading(principal)` one that only looks. `principal=None` sees
    everything and is for the plumbing alone. `settings` are those of the service that owns the store.
    """

    def __init__(self, url: str, metadata: MetaData, *, name: str, settings=None, pool: int = 5):
        self.name = name
        self.metadata = metadata
        self.settings = settings
        self.engine = open_engine(url, pool=pool)
        self._reading_engine = self.engine.execution_options(reading=True)
        self.sqlite = self.engine.dialect.name == "sqlite"
        self._single_engine = self.engine if self.sqlite else open_engine(url, pool=2, single=True)

    def table(self, name: str):
        return self.metadata.tables[name]

    @contextmanager
    def work(self, principal, *, now: datetime | None = None, because_of=None) -> Iterator[Work]:
        """Everything done inside is committed together at the end, with its announcements, or not at all."""
        with ScopedSession(self.engine, expire_on_commit=False) as session:
            session.info["principal"] = principal
            work = Work(self, session, principal, now or datetime.now(UTC), because_of)
            with session.begin():
                enter_scope(session.connection(), principal)
                yield work
                session.flush()
                outbox.write(work)
                chain.write(work)

    @contextmanager
    def reading(self, principal) -> Iterator[ScopedSession]:
        with ScopedSession(self._reading_engine, expire_on_commit=False) as session:
            session.info["principal"] = principal
            enter_scope(session.connection(), principal)
            yield session

    @contextmanager
    def single(self, principal) -> Iterator[Connection]:
        """A connection to PostgreSQL on which every statement is a transaction of its own.

        For hot paths that write all that belongs together, announcements included, as one statement.
        """
        with self._single_engine.connect() as connection:
            enter_scope(connection, principal)
            yield connection
            connection.commit()  # costs no round trip; says that the scope just entered stays

    def close(self) -> None:
        self.engine.dispose()
        self._single_engine.dispose()
