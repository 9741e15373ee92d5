"""Faults are made on servers of our own, as safe as shipped (fsync on), at moments that a printed seed decides."""

import os
import random
import secrets

import pytest

from shared import contracts
from shared.messaging import topology
from shared.messaging.embedded import declare
from shared.testing.databases import PostgresTemplates
from shared.testing.servers import PostgresServer, RabbitServer
from tests.end_to_end.conftest import PASSWORD, clear, definitions, open_store
from tests.fault.front import Front
from tests.fault.road import Road
from tests.ledger.proxy import Proxy

SEED = "FRONTDESK_FAULT_SEED"


def roll(name: str) -> random.Random:
    """The dice of one test; the same seed makes the same choices."""
    seed = os.environ.get(SEED) or secrets.token_hex(4)
    print(f"{name}: {SEED}={seed}")
    dice = random.Random(seed)  # noqa: S311
    dice.seed_told = seed
    return dice


@pytest.fixture
def dice(request) -> random.Random:
    return roll(request.node.name)


@pytest.fixture(scope="session")
def postgres():
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def templates(postgres):
    templates = PostgresTemplates(postgres)
    yield templates
    templates.close()


@pytest.fixture(scope="session")
def rabbit():
    """A broker that may be killed: what it was told at its start is on its disk."""
    with RabbitServer(definitions=definitions()) as server:
        server.settle()
        yield server


@pytest.fixture
def broker(rabbit):
    """Whatever a test does to it, the next one finds it working."""
    yield rabbit
    rabbit.thaw()
    if not rabbit.is_running():
        rabbit.start()


@pytest.fixture
def proxy(rabbit):
    """Between the services of `proxied_road` and the broker."""
    with Proxy(rabbit.port) as proxy:
        yield proxy


@pytest.fixture(params=["embedded", "servers"])
def road(request, tmp_path, sqlite_templates, token_keys):
    yield from build_road(request, tmp_path, sqlite_templates, token_keys, servers=request.param == "servers")


@pytest.fixture
def server_road(request, tmp_path, sqlite_templates, token_keys):
    yield from build_road(request, tmp_path, sqlite_templates, token_keys, servers=True)


@pytest.fixture
def proxied_road(request, tmp_path, sqlite_templates, token_keys, proxy):
    yield from build_road(request, tmp_path, sqlite_templates, token_keys, servers=True, through=proxy)


def build_road(request, tmp_path, sqlite_templates, token_keys, *, servers: bool, through=None):
    if servers:
        databases, rabbit = request.getfixturevalue("templates"), request.getfixturevalue("rabbit")
        port = (through or rabbit).port
        broker = lambda name: rabbit.url(name, PASSWORD, topology.VHOST).replace(f":{rabbit.port}/", f":{port}/")  # noqa: E731
        clear(rabbit)
    else:
        databases, bus = sqlite_templates, tmp_path / "bus.db"
        declare(str(bus), topology.queues(contracts.all_contracts()))
        broker = lambda name: f"embedded://{bus}"  # noqa: E731
    stores = [open_store(name, databases.fresh(name), broker(name), token_keys) for name in ("intake", "notify")]
    urls = [store.settings.database_url for store in stores]
    road = Road(*stores, [], log=tmp_path / "workers.log")
    yield road
    for stop, thread in road.running:
        stop.set()
        thread.join(15)
    road.end()
    for store, url in zip(stores, urls, strict=True):
        store.close()
        databases.drop(url)


@pytest.fixture
def front(server_road, tmp_path):
    """Intake's doors in front of the road."""
    front = Front(server_road.sender, tmp_path)
    try:
        front.open()
        yield front
    finally:
        front.close()
