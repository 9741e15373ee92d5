"""A very small service, "things", on which the plumbing is tried without any business."""

import enum
import os
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shared.storage import Store
from shared.storage.columns import Fen
from shared.storage.security import protect
from shared.storage.tables import Identified, Scoped, Stamped, Versioned, make_base
from shared.testing.databases import KINDS, OWNER

Base = make_base()


class ThingState(enum.StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Thing(Identified, Scoped, Versioned, Stamped, Base):
    __tablename__ = "things"

    state: Mapped[ThingState] = mapped_column(default=ThingState.OPEN)
    name: Mapped[str] = mapped_column(String(50))
    price: Mapped[Decimal] = mapped_column(Fen, default=Decimal("0.00"))


class _Op:
    """Just enough of Alembic's `op` to put up the second wall."""

    def __init__(self, connection):
        self.connection = connection

    def get_bind(self):
        return self.connection

    def execute(self, statement):
        self.connection.exec_driver_sql(statement)


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
    Base.metadata.create_all(store.engine)
    with store.engine.begin() as connection:
        protect(_Op(connection), "things")
    yield store
    store.close()
