"""A very small service, "things", on which the plumbing is tried without any business."""

import enum
import os
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import String, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.audit.verify import verify
from shared.storage import Store
from shared.storage.columns import Fen
from shared.storage.security import protect
from shared.storage.tables import Identified, Scoped, Stamped, Versioned, create_audit, make_base
from shared.testing.databases import KINDS, OWNER
from shared.testing.people import ADMIN, SITE

Base = make_base()


class ThingState(enum.StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Thing(Identified, Scoped, Versioned, Stamped, Base):
    __tablename__ = "things"

    state: Mapped[ThingState] = mapped_column(default=ThingState.OPEN)
    name: Mapped[str] = mapped_column(String(50))
    price: Mapped[Decimal] = mapped_column(Fen, default=Decimal("0.00"))
    site_ids: Mapped[list | None]


class _Op:
    """Just enough of Alembic's `op` to put up the second wall."""

    def __init__(self, connection):
        self.connection = connection

    def get_bind(self):
        return self.connection

    def execute(self, statement):
        self.connection.execute(text(statement))


@pytest.fixture
def thing():
    return Thing


@pytest.fixture(params=KINDS)
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/things.db"
        return
    templates = request.getfixturevalue("postgresql_templates")
    name = f"things_{os.getpid()}_{uuid4().hex[:8]}"
    url = templates.server.create_database(name, OWNER, "test")
    yield url
    templates.drop(url)


@pytest.fixture
def store(url):
    settings = SimpleNamespace(keep_sent_days=1, keep_handled_days=1)
    store = Store(url, Base.metadata, name="things", settings=settings)
    trail = [store.table("audit_entries"), store.table("audit_heads")]
    Base.metadata.create_all(store.engine, tables=[t for t in Base.metadata.sorted_tables if t not in trail])
    with store.engine.begin() as connection:
        protect(_Op(connection), "things")
        create_audit(_Op(connection))
    yield store
    store.close()


@pytest.fixture
def act(store, now):
    """`act("payment.reversed")`: one transaction that puts this on record."""

    def put(action="payment.reversed", *, who=ADMIN, site=SITE, about=("payment", "p1"), **facts):
        with store.work(who, now=now) as work:
            work.audit(action, about=about, site_id=site, **facts)

    return put


@pytest.fixture
def faults(store):
    """`faults()`: what `verify` says, as (sequence, what)."""
    return lambda **asked: [(fault.sequence, fault.said) for fault in verify(store, **asked).faults]


@pytest.fixture
def plant(store):
    """`plant(statement, …)`: whoever owns the database takes the guards off and does what they please."""

    def run(*statements: str) -> None:
        with store.engine.connect() as connection:
            if store.sqlite:
                triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'"
                off = [f"DROP TRIGGER {name}" for (name,) in connection.exec_driver_sql(triggers)]
            else:
                off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in ("audit_entries", "audit_heads")]
                off += ["SET frontdesk.operator = '*'", "SET frontdesk.sites = '*'"]
            for statement in (*off, *statements):
                assert connection.exec_driver_sql(statement).rowcount != 0, statement
            connection.commit()
            connection.invalidate()

    return run


@pytest.fixture
def rewrite(plant):
    """`rewrite(3, "name = 'x'")`: that entry says something else from now on."""

    def run(sequence: int, change: str, table="audit_entries") -> None:
        plant(f"UPDATE {table} SET {change} WHERE sequence = {sequence}")  # noqa: S608  ours, to plant a change

    return run
