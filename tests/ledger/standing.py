"""Everything that stands in the databases of the services, read once, so that it can be compared from every side."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from shared import contracts
from shared.contracts import Contract
from shared.messaging.envelope import Envelope

NOTHING: list = []


@dataclass(frozen=True)
class Announced:
    """A row of an outbox: what it says, and whether it left."""

    id: UUID
    contract: Contract
    about: str
    data: dict
    sent: bool

    @property
    def name(self) -> str:
        return self.contract.name

    def __str__(self) -> str:
        return f"{self.contract.routing_key} {self.id} about {self.about}"


class Standing:
    """`stores` maps a service's name to its Store; of services that are not given nothing is asked."""

    def __init__(self, stores: Mapping):
        self.stores = stores
        self._rows: dict[tuple[str, str], list] = {}
        self._index: dict[tuple, dict] = {}

    def has(self, *services: str) -> bool:
        return all(service in self.stores for service in services)

    def rows(self, service: str, table: str) -> list:
        """All rows of a table; of a service that is not here, none."""
        if service not in self.stores:
            return NOTHING
        key = (service, table)
        if key not in self._rows:
            store = self.stores[service]
            with store.reading(None) as session:
                self._rows[key] = list(session.execute(select(store.table(table))))
        return self._rows[key]

    def by(self, service: str, table: str, *columns: str) -> dict[Hashable, list]:
        """The rows of a table by one column, or by a tuple of several."""
        key = (service, table, columns)
        if key not in self._index:
            found = defaultdict(list)
            for row in self.rows(service, table):
                values = tuple(getattr(row, column) for column in columns)
                found[values if len(columns) > 1 else values[0]].append(row)
            self._index[key] = dict(found)
        return self._index[key]

    def find(self, service: str, table: str, column: str, value) -> list:
        return self.by(service, table, column).get(value, NOTHING)

    def announced(self) -> Iterator[Announced]:
        """Every event of every outbox, one after the other: they may be many, so none is kept."""
        for store in self.stores.values():
            table = store.table("outbox")
            wanted = select(table.c.event_id, table.c.routing_key, table.c.about, table.c.body, table.c.sent_at)
            with store.reading(None) as session:
                rows = session.execute(wanted.order_by(table.c.position), execution_options={"yield_per": 500})
                for row in rows:
                    contract = contracts.find(row.routing_key)
                    data = contract.read(Envelope.read(row.body).data)
                    yield Announced(row.event_id, contract, row.about, data, row.sent_at is not None)

    @cached_property
    def handled(self) -> dict[str, dict[UUID, str]]:
        """Per reader: the events it remembers, with their routing keys."""
        return {
            name: {row.event_id: row.routing_key for row in self.rows(name, "inbox")} for name in self.stores
        }  # fmt: skip

    @cached_property
    def parked(self) -> dict[str, dict[UUID, str]]:
        """Per reader: the events it set aside, with their state."""
        return {
            name: {row.event_id: row.state for row in self.rows(name, "parked_events")} for name in self.stores
        }  # fmt: skip
