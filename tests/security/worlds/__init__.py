"""Three places with the same things in them: the own site, the one next door, and one of another operator."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from shared.contracts import all_contracts
from shared.messaging.envelope import Envelope


@dataclass
class World:
    """`ids[place]` names a thing of every kind there; the rest completes requests by the name of the door."""

    ids: dict[str, dict]
    bodies: dict[str, Callable[[dict], dict]] = field(default_factory=dict)
    queries: dict[str, Callable[[dict], dict]] = field(default_factory=dict)
    special: dict[tuple[str, str], Callable[[dict], dict]] = field(default_factory=dict)


def taken(answer, *statuses: int) -> dict:
    """The answer of a request that builds the world, which must not fail."""
    assert answer.status_code in (statuses or (200, 201)), (answer.status_code, answer.get_data(as_text=True))
    return answer.json


def bury_event(service, store, operator, site) -> str:
    """An event of this place that breaks its promise, so that it is dead; returns its id."""
    heard = next(contract for contract in all_contracts() if service.name in contract.readers)
    now = datetime.now(UTC)
    whose = {"operator_id": operator, "site_id": site, "time": now, "because_of": None, "traceparent": None}
    envelope = Envelope.about_fact(heard, about="nothing", data={"broken": True}, **whose)
    service.settlement(store).handle_all([envelope.body], now)
    return str(envelope.id)
