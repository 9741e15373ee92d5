"""Fixtures for the tests of one service. Its conftest.py names the service; everything else is here."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from shared import contracts
from shared.messaging.envelope import Envelope
from shared.web import tokens

from . import people
from .databases import KINDS, PostgresTemplates, SqliteTemplates, share_compiled
from .people import OPERATOR, SITE
from .places import hasty_place

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)  # a Wednesday, 10:30 in Shanghai

for _name in (
    "desk",
    "night_duty",
    "technician",
    "supervisor",
    "manager",
    "cashier",
    "admin",
    "head_office",
    "stranger",
):
    globals()[_name] = pytest.fixture(name=_name)(lambda who=getattr(people, _name.upper()): who)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def sqlite_templates():
    with tempfile.TemporaryDirectory(prefix="frontdesk-sqlite-", dir=hasty_place()) as folder:
        yield SqliteTemplates(Path(folder))


@pytest.fixture(scope="session")
def postgresql_templates():
    from shared.testing.servers import shared_postgres

    templates = PostgresTemplates(shared_postgres())
    yield templates
    templates.close()


@pytest.fixture(params=KINDS)
def database(request, service):
    """The URL of a fresh, migrated database of the service under test."""
    templates = request.getfixturevalue(f"{request.param}_templates")
    url = templates.fresh(service.name)
    yield url
    templates.drop(url)


@pytest.fixture(scope="session")
def token_keys():
    """(private key, public keys) as JSON, as the settings want them."""
    return tokens.generate_keys()


@pytest.fixture
def extra_settings() -> dict:
    """A service's own settings for its tests; override in its conftest."""
    return {}


@pytest.fixture
def settings(service, database, token_keys, extra_settings, tmp_path):
    private, public = token_keys
    given = {"token_private_key": private} if "token_private_key" in service.settings.__dataclass_fields__ else {}
    return service.settings(
        database_url=database,
        broker_url=f"embedded:///{tmp_path}/bus.db",
        token_public_keys=public,
        **given,
        **extra_settings,
    )


@pytest.fixture(scope="session")
def _compiled() -> dict:
    return {}


@pytest.fixture
def store(service, settings, _compiled):
    store = service.open_store(settings)
    share_compiled(store, _compiled)
    yield store
    store.close()


@pytest.fixture(scope="session")
def _apps() -> dict:
    return {}


@pytest.fixture
def app(service, settings, store, _apps):
    """Making the doors takes as long as most tests do: they are made once for these settings, then given the store."""
    key = service.name, replace(settings, database_url="", broker_url="")
    app = _apps.get(key) or _apps.setdefault(key, service.web_app(settings, store))
    app.extensions["store"] = store
    return app


@pytest.fixture
def client(app, token_keys):
    from .client import Client

    return Client(app, token_keys[0])


@pytest.fixture
def announced(store):
    """`announced()` -> the outbox as (contract name, data with types), oldest first; `announced("x.y")` filters."""

    def look(name: str | None = None) -> list:
        table = store.table("outbox")
        with store.reading(None) as session:
            bodies = session.execute(select(table.c.body).order_by(table.c.position)).scalars().all()
        envelopes = [Envelope.read(body) for body in bodies]
        found = [(e.routing_key.rsplit(".v", 1)[0], contracts.find(e.routing_key).read(e.data)) for e in envelopes]
        return [(key, data) for key, data in found if name in (None, key)]

    return look


@pytest.fixture
def hear(service, store, now):
    """`hear(Contract, about=…, **data)`: an event arrives by the consumer's own way, at `heard_at`; returns its id."""
    settlement = service.settlement(store)

    def deliver(contract, *, about, event_id=None, operator_id=OPERATOR, site_id=SITE, heard_at=None, **data):
        if "site_id" in contract.schema.fields:
            data.setdefault("site_id", site_id)
        envelope = Envelope.about_fact(
            contract,
            about=str(about),
            data=contract.write(data),
            operator_id=operator_id,
            site_id=site_id,
            time=heard_at or now,
            because_of=None,
            traceparent=None,
        )
        if event_id:
            object.__setattr__(envelope, "id", event_id)
        settlement.handle_all([envelope.body], heard_at or now)
        return envelope.id

    deliver.retry = lambda at: settlement.retry_due(at)  # type: ignore[attr-defined]
    return deliver


@pytest.fixture
def parked(store):
    """`parked()` -> (state, routing key, error) of every event that could not be handled."""

    def look() -> list[tuple[str, str, str]]:
        table = store.table("parked_events")
        with store.reading(None) as session:
            return [tuple(r) for r in session.execute(select(table.c.state, table.c.routing_key, table.c.error))]

    return look


@pytest.fixture
def tick(service, store):
    """`tick(now)`: everything that is due at `now` fires, once; returns how many."""
    clockwork = service.clockwork(store)
    return lambda at: (clockwork.start(at), clockwork.tick(at))[1]


@pytest.fixture
def on_record(service, store):
    """`on_record()` -> the audit trail, oldest first; the trail is whole and every act has its word in Chinese."""
    from shared.audit.verify import verify
    from shared.web.pages.words import catalogue_of

    def look() -> list:
        assert verify(store).faults == []
        table = store.table("audit_entries")
        with store.reading(None) as session:
            found = session.execute(select(table).order_by(table.c.at, table.c.site_id, table.c.sequence)).all()
        said = {entry.action.replace(".", " ").replace("_", " ").capitalize() for entry in found}
        assert {act for act in said if f"act|{act}" not in catalogue_of(service.name)} == set()
        return found

    return look
