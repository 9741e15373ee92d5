"""Private servers and service databases for the benchmarks, with the safe defaults a product runs on."""

import importlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from shared import contracts
from shared.contracts.intake import TicketMoved, TicketOpened
from shared.messaging import outbox, topology
from shared.messaging.envelope import Envelope
from shared.messaging.rabbit_password import hash_password
from shared.storage.migrate import upgrade
from shared.testing.people import OPERATOR, SITE
from shared.testing.servers import PostgresServer, RabbitServer
from shared.web.tokens import generate_keys

SERVICES = ("intake", "dispatch", "billing", "notify")
PASSWORD = "bench"  # noqa: S105  of a private server that lives for minutes


@dataclass
class Rig:
    postgres: PostgresServer
    rabbit: RabbitServer
    stack: ExitStack

    def broker(self, service: str) -> str:
        return self.rabbit.url(service, PASSWORD, topology.VHOST)

    def database(self, service: str) -> str:
        """A fresh, migrated database of a service, owned by an ordinary role."""
        url = self.postgres.create_database(f"{service}_{uuid4().hex[:8]}", f"bench_{service}", PASSWORD)
        store = self._store(service, url)
        upgrade(service, store.engine)
        store.close()
        return url

    def store(self, service: str):
        """A store on a fresh database."""
        store = self._store(service, self.database(service))
        self.stack.callback(store.close)
        return store

    def _store(self, service: str, url: str):
        table = service_of(service)
        private, public = generate_keys()
        own = {"token_private_key": private} if "token_private_key" in table.settings.__dataclass_fields__ else {}
        broker = self.broker(service)
        return table.open_store(table.settings(database_url=url, broker_url=broker, token_public_keys=public, **own))


def service_of(name: str):
    return importlib.import_module(f"services.{name}.service").service


@contextmanager
def rig():
    """PostgreSQL and RabbitMQ as shipped: fsync on, quorum queues, one user per service."""
    hashes = {name: hash_password(PASSWORD) for name in SERVICES}
    definitions = topology.definitions(contracts.all_contracts(), hashes)
    with PostgresServer() as postgres, RabbitServer(definitions=definitions) as rabbit, ExitStack() as stack:
        yield Rig(postgres, rabbit, stack)


def moved(count: int) -> list[Envelope]:
    """Events ticket.moved, each of another ticket."""
    return [_envelope(TicketMoved, moved_facts(n)) for n in range(count)]


def moved_facts(n: int) -> dict:
    return {
        "ticket_id": uuid4(),
        "number": f"T-2026-{n:06d}",
        "sequence": 1,
        "action": "open",
        "from_state": None,
        "to_state": "open",
        "reason": None,
        "at": datetime.now(UTC),
        "integration_id": UUID(int=5),
        "external_id": f"CC-{n}",
    }


def opened(count: int) -> list[Envelope]:
    """Events ticket.opened: what dispatch turns into assigned work orders."""
    return [_envelope(TicketOpened, opened_facts(n)) for n in range(count)]


def opened_facts(n: int) -> dict:
    return {
        "ticket_id": uuid4(),
        "number": f"T-2026-{n:06d}",
        "version": 1,
        "kind": "repair_unit",
        "category": "unit.plumbing.leak",
        "category_name": {"zh": "水管漏水", "en": "Pipe leaks"},
        "trade": "plumbing",
        "follow_up": "leak",
        "priority": "urgent",
        "channel": "call_centre",
        "place": {"unit_id": uuid4(), "unit_code": "3-2-1201", "building_id": None, "text": "3栋2单元1201"},
        "caller": {"name": "李敏", "phone": "+8613800135521", "email": None, "language": "zh", "person_id": None},
        "description": "厨房洗手盆下水管漏水，地上有水。" * 20,
        "opened_at": datetime.now(UTC),
    }


def _envelope(contract, facts: dict) -> Envelope:
    return Envelope.about_fact(
        contract,
        about=str(facts["ticket_id"]),
        data=contract.write(facts),
        operator_id=OPERATOR,
        site_id=SITE,
        time=datetime.now(UTC),
        because_of=None,
        traceparent=None,
    )


def fill_outbox(store, envelopes: list[Envelope]) -> None:
    now = datetime.now(UTC)
    with store.work(None, now=now) as work:
        work.session.execute(store.table("outbox").insert(), [outbox.row(e, now) for e in envelopes])
