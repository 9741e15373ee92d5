"""One service after the other with the same things at three places, and somebody to knock at its doors."""

import importlib

import pytest

from tests.security.asking import Asking, undo_every_work
from tests.security.cast import PLACES
from tests.security.doors import doors_of
from tests.security.expected import expected_of
from tests.security.houses import Houses
from tests.security.sweep import Sweep
from tests.security.worlds import bury_event

SERVICES = ("intake", "dispatch", "billing", "notify")


@pytest.fixture(params=SERVICES)
def service(request):
    return importlib.import_module(f"services.{request.param}.service").service


@pytest.fixture
def doors(app, service):
    return doors_of(app, service.name)


@pytest.fixture(scope="session")
def files_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture
def extra_settings(service, files_folder) -> dict:
    """Intake keeps what people attach to tickets."""
    return {"files_place": f"folder://{files_folder}"} if service.name == "intake" else {}


@pytest.fixture(scope="session")
def houses():
    built = Houses()
    yield built
    built.drop()


@pytest.fixture
def database(service, houses, sqlite_templates):
    """Who may is the doors' own matter, the same on both databases; `test_foreign.py` asks on both."""
    return houses.address(service.name, "sqlite", sqlite_templates)


@pytest.fixture
def world(client, hear, store, service, houses):
    """The things of the three places; whatever is asked afterwards is undone."""
    address = store.settings.database_url
    if address not in houses.worlds:
        made = importlib.import_module(f"tests.security.worlds.{service.name}").build(client, hear, store)
        for place, (operator, site) in PLACES.items():
            made.ids[place]["event_id"] = bury_event(service, store, operator, site)
        houses.worlds[address] = made
    undo_every_work(store)
    return houses.worlds[address]


@pytest.fixture
def ask(app, token_keys, world):
    return Asking(app, token_keys[0], world)


@pytest.fixture
def sweep(ask):
    return Sweep(ask)


@pytest.fixture
def closed(doors):
    """The doors that need a sign-in, each with who may."""
    return [(door, said) for door in doors if (said := expected_of(door)) and not said.public]
