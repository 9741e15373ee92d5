"""P3, P5: each announced event left, and was handled once by each reader its contract names; or it waits, and is
seen waiting."""

from collections import Counter
from collections.abc import Iterator, Mapping
from uuid import UUID

from .standing import Announced, Standing
from .verdict import Finding


class Arrivals:
    """Looks at event after event; what no outbox ever said is known when all have passed."""

    def __init__(self, standing: Standing):
        self.standing = standing
        self.said: Counter[UUID] = Counter()
        self.effects = 0

    def look_at(self, event: Announced) -> Iterator[Finding]:
        self.said[event.id] += 1
        if not event.sent:
            yield Finding("stuck", "outbox", str(event), f"did not leave {event.contract.producer}")
        for reader in event.contract.readers:
            if reader in self.standing.stores:
                yield from self.at_reader(event, reader)

    def at_reader(self, event: Announced, reader: str) -> Iterator[Finding]:
        key, parked = self.standing.handled[reader].get(event.id), self.standing.parked[reader].get(event.id)
        if key is None and parked is None and event.sent:
            yield Finding("lost", "event", str(event), f"never reached {reader}")
        elif key is not None and key != event.contract.routing_key:
            yield Finding("mismatched", "event", str(event), f"{reader} remembers it as {key}")
        self.effects += key is not None

    def unheard_of(self) -> Iterator[Finding]:
        """Only where every outbox was read can it be said that nobody announced it."""
        if not self.standing.has("intake", "dispatch", "billing", "notify"):
            return
        for reader, handled in self.standing.handled.items():
            for event_id in handled.keys() - self.said.keys():
                yield Finding("unexpected", "event", str(event_id), f"{reader} handled it, and nobody announced it")

    def parked(self) -> Iterator[Finding]:
        """Dead until somebody decides, or waiting for another try; one that was dropped was decided about."""
        for reader, parked in self.standing.parked.items():
            for event_id, state in parked.items():
                if state != "dropped":
                    yield Finding("stuck", "parked", str(event_id), f"is {state} at {reader}")


def queues_are_empty(queues: Mapping[str, int]) -> Iterator[Finding]:
    for name, count in queues.items():
        if count:
            yield Finding("stuck", "queue", name, f"{count} messages")
