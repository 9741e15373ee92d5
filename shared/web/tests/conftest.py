"""An app of the test's own small service, on a fresh database."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from shared.settings import Settings
from shared.storage import Store
from shared.testing.databases import KINDS
from shared.testing.servers import shared_postgres
from shared.web import tokens
from shared.web.app import make_app
from shared.web.tests import house
from shared.web.tests.keys import KEYS


@pytest.fixture(params=KINDS)
def database(request, tmp_path):
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/fake.db"
        return
    server = shared_postgres()
    name = f"doors_{uuid4().hex[:12]}"
    yield server.create_database(name, "frontdesk_doors", "test")
    server.drop_database(name)


@pytest.fixture
def settings(database):
    return Settings(database_url=database, broker_url="", token_public_keys=KEYS[1])


@pytest.fixture
def store(settings):
    store = Store(settings.database_url, house.Base.metadata, name="fake", settings=settings)
    house.Base.metadata.create_all(store.engine)
    yield store
    store.close()


@pytest.fixture
def app(store):
    return make_app(house.service(), store)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def bearer():
    """`bearer(person)`: the headers that speak for somebody."""
    return lambda who: {"Authorization": f"Bearer {tokens.mint(KEYS[0], who, now=datetime.now(UTC))}"}


@pytest.fixture
def desk(bearer):
    return bearer(house.person("desk", "desk"))


@pytest.fixture
def guard(bearer):
    return bearer(house.person("guard", "guard"))


@pytest.fixture
def cookie(app):
    """A browser signed in by cookie."""
    browser = app.test_client()
    browser.set_cookie("frontdesk_token", tokens.mint(KEYS[0], house.person("desk", "desk"), now=datetime.now(UTC)))
    return browser


@pytest.fixture
def opened(client, desk):
    """A thing that exists."""
    return client.post("/api/v1/things", json={"name": "one"}, headers=desk).json
