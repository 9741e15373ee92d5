"""Real servers for the tests that cross services: started by the tests, private, as safe as shipped."""

import importlib
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from shared import contracts
from shared.contracts.intake import TicketMoved
from shared.messaging import topology
from shared.messaging.embedded import declare
from shared.messaging.rabbit_password import hash_password
from shared.testing.people import DESK, SITE
from shared.testing.servers import RabbitServer

PASSWORD = "private"  # noqa: S105  of a server that lives as long as the tests
SERVICES = ("intake", "dispatch", "billing", "notify")


def definitions() -> dict:
    return topology.definitions(contracts.all_contracts(), {name: hash_password(PASSWORD) for name in SERVICES})


@pytest.fixture(scope="session")
def rabbit():
    with RabbitServer(definitions=definitions()) as server:
        yield server


def service_of(name: str):
    return importlib.import_module(f"services.{name}.service").service


def eventually(check, seconds: float = 30, *, pause: float = 0.02):
    """The only wait: until `check` is true, at most `seconds`; `pause` between looks that cost something."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(pause)
    return found


@dataclass
class Path:
    """Intake announces, notify hears: the whole way of one event, over one of the two transports."""

    sender: object
    reader: object
    running: list

    def announce(self, count: int = 1) -> list[str]:
        numbers = [f"T-{uuid4().hex[:10]}" for _ in range(count)]
        with self.sender.work(DESK) as work:
            for number in numbers:
                ticket = uuid4()
                work.announce(
                    TicketMoved, about=ticket, site_id=SITE, ticket_id=ticket, number=number, sequence=1,
                    action="open", from_state=None, to_state="open", reason=None, at=datetime.now(UTC),
                    integration_id=None, external_id=None,
                )  # fmt: skip
        return numbers

    def relay(self):
        return service_of("intake").relay(self.sender)

    def start(self, *loops) -> None:
        for loop in loops:
            stop = threading.Event()
            thread = threading.Thread(target=loop.run, args=(stop,), daemon=True)
            thread.start()
            self.running.append((stop, thread))

    def consumer(self):
        return service_of("notify").consumer(self.reader)

    def handled(self) -> int:
        with self.reader.reading(None) as session:
            return session.scalar(select(func.count()).select_from(self.reader.table("inbox")))

    def waiting(self) -> int:
        table = self.sender.table("outbox")
        with self.sender.reading(None) as session:
            return session.scalar(select(func.count()).where(table.c.sent_at.is_(None)))

    def parked(self) -> list[tuple[str, str]]:
        table = self.reader.table("parked_events")
        with self.reader.reading(None) as session:
            return [tuple(row) for row in session.execute(select(table.c.state, table.c.error))]


@pytest.fixture(params=["embedded", "rabbitmq"])
def path(request, tmp_path, sqlite_templates, postgresql_templates, token_keys):
    rabbitmq = request.param == "rabbitmq"
    templates = postgresql_templates if rabbitmq else sqlite_templates
    if rabbitmq:
        rabbit = request.getfixturevalue("rabbit")
        broker = lambda name: rabbit.url(name, PASSWORD, topology.VHOST)  # noqa: E731
        clear(rabbit)
    else:
        bus = tmp_path / "bus.db"
        declare(str(bus), topology.queues(contracts.all_contracts()))
        broker = lambda name: f"embedded://{bus}"  # noqa: E731
    stores = [open_store(name, templates.fresh(name), broker(name), token_keys) for name in ("intake", "notify")]
    path = Path(*stores, [])
    yield path
    for stop, _ in path.running:
        stop.set()
    for _, thread in path.running:
        thread.join(10)
    for store in stores:
        store.close()
        templates.drop(store.settings.database_url)


def open_store(name: str, database: str, broker: str, keys):
    service = service_of(name)
    own = {"token_private_key": keys[0]} if "token_private_key" in service.settings.__dataclass_fields__ else {}
    return service.open_store(
        service.settings(database_url=database, broker_url=broker, token_public_keys=keys[1], **own)
    )


def clear(rabbit) -> None:
    """What earlier tests left in the queues is not ours to hear."""
    import pika

    with pika.BlockingConnection(pika.URLParameters(rabbit.url(vhost=topology.VHOST))) as connection:
        channel = connection.channel()
        for name in SERVICES:
            channel.queue_purge(topology.inbox_of(name))
            channel.queue_purge(topology.dead_of(name))
