"""Which functions answer which event; one table per room, joined per service."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared import contracts
from shared.contracts import Contract
from shared.errors import ContractBroken

from .envelope import Envelope


@dataclass(frozen=True)
class Event:
    """An event as a handler sees it: `data` already has its types."""

    id: UUID
    about: str
    operator_id: UUID
    site_id: UUID | None
    time: datetime
    data: dict
    name: str
    envelope: Envelope

    @property
    def site(self) -> UUID:
        """The site it belongs to, for a handler that cannot do without. Raises ContractBroken when none is said."""
        if self.site_id is None:
            raise ContractBroken(f"{self.name} must say which site it belongs to.")
        return self.site_id


@dataclass(frozen=True)
class Answer:
    handle: Callable
    many: bool


class Handlers:
    """A room's answers. A handler must converge: its event may come twice, late, early and in any order."""

    def __init__(self):
        self.answers: list[tuple[Contract, Answer]] = []

    def on(self, contract: Contract):
        """`handler(work, event)`."""
        return self._remember(contract, many=False)

    def on_many(self, contract: Contract):
        """`handler(work, events)`: set-based; all of one operator and site, in the order of arrival."""
        return self._remember(contract, many=True)

    def _remember(self, contract, *, many):
        def remember(function):
            self.answers.append((contract, Answer(function, many)))
            return function

        return remember


class Answers:
    """All answers of one service by routing key."""

    def __init__(self, rooms: Iterable[Handlers]):
        self._by_key: dict[str, list[Answer]] = defaultdict(list)
        for room in rooms:
            for contract, answer in room.answers:
                self._by_key[contract.routing_key].append(answer)

    @property
    def routing_keys(self) -> tuple[str, ...]:
        return tuple(self._by_key)

    def names(self, routing_key: str) -> list[str]:
        """Who answers it: the functions by their room, such as `tickets.handlers.on_work_order_created`."""
        found = [answer.handle for answer in self._by_key.get(routing_key, ())]
        return [f"{one.__module__.split('.', 2)[-1]}.{one.__name__}" for one in found]

    def read(self, envelope) -> Event:
        """Raises ContractBroken when the event was not promised, does not fit, or has no answer here."""
        contract = contracts.find(envelope.routing_key)
        if envelope.routing_key not in self._by_key:
            raise ContractBroken(f"Nothing here answers {envelope.routing_key}.")
        return Event(
            id=envelope.id,
            about=envelope.about,
            operator_id=envelope.operator_id,
            site_id=envelope.site_id,
            time=envelope.time,
            data=contract.read(envelope.data),
            name=contract.name,
            envelope=envelope,
        )

    def give(self, work, routing_key: str, events: list[Event]) -> None:
        """Run every answer to these events of one kind, one operator and one site, in the order of the rooms."""
        for answer in self._by_key[routing_key]:
            work.because_of = events[0].envelope
            if answer.many:
                answer.handle(work, events)
            else:
                for event in events:
                    work.because_of = event.envelope
                    answer.handle(work, event)
