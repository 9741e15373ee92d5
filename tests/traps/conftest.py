"""A broker that may be frozen, alarmed and filled, and the queues of the house on it as they are shipped."""

import threading
from types import SimpleNamespace

import pika
import pytest

from shared.messaging import topology
from shared.messaging.consumer import Consumer
from shared.messaging.handlers import Answers, Handlers
from shared.messaging.settlement import Settlement
from shared.messaging.tests.carriers import OnRabbit
from shared.testing.servers import RabbitServer
from tests.end_to_end.conftest import PASSWORD, Path, clear, definitions, open_store


@pytest.fixture(scope="session")
def rabbit():
    with RabbitServer(definitions=definitions()) as server:
        yield server


@pytest.fixture
def carrier(rabbit):
    """Queues of a test's own, beside those of the house."""
    carrier = OnRabbit(rabbit)
    yield carrier
    carrier.clear()


@pytest.fixture
def house(rabbit):
    """A channel of somebody who may do everything in the house's own vhost."""
    clear(rabbit)
    with pika.BlockingConnection(pika.URLParameters(rabbit.url(vhost=topology.VHOST))) as connection:
        yield connection.channel()
    clear(rabbit)


@pytest.fixture
def store_of(sqlite_templates, token_keys, rabbit):
    opened = []

    def build(service: str, broker: str | None = None):
        broker = broker or rabbit.url(service, PASSWORD, topology.VHOST)
        opened.append(open_store(service, sqlite_templates.fresh(service), broker, token_keys))
        return opened[-1]

    yield build
    for store in opened:
        store.close()


@pytest.fixture
def sender(store_of, house):
    """Intake with its outbox, on the house's queues."""
    return Path(store_of("intake"), None, [])


@pytest.fixture
def frozen(rabbit):
    """`with frozen(): …`: the broker is there and says nothing."""

    class Frozen:
        def __enter__(self):
            rabbit.freeze()

        def __exit__(self, *_):
            rabbit.thaw()

    return Frozen


@pytest.fixture
def reader(store_of, house):
    """Notify's way in with an answer of the test's own: `reader(contract, answer, **of the consumer)`."""

    def build(contract, answer, **given):
        store, handlers = store_of("notify"), Handlers()
        handlers.on(contract)(lambda work, event: answer(event))
        settlement = Settlement(store, Answers([handlers]))
        consumer = Consumer(store.settings.broker_url, settlement, service="notify", **given)
        return SimpleNamespace(consumer=consumer, stop=threading.Event(), parked=Path(None, store, []).parked)

    return build
