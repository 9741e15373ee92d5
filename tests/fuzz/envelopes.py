"""Events as they travel, of every kind a service hears, and what becomes of them when somebody spoils them."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import strategies as some

from shared.contracts import all_contracts
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR, SITE
from tests.fuzz.anything import spelled, texts, things
from tests.security.filling import body_for

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


def heard_by(name: str) -> list:
    return [contract for contract in all_contracts() if name in contract.readers]


def event(contract) -> dict:
    """A believable event of this kind, as it travels."""
    about, whose = str(uuid4()), {"operator_id": OPERATOR, "site_id": SITE, "time": NOW}
    written = Envelope.about_fact(
        contract, about=about, data=body_for(contract.schema), because_of=None, traceparent=None, **whose
    )
    return json.loads(written.body)


@some.composite
def spoilt(draw, contracts: list):
    """One field of the paper around it, or of what it says, is anything at all."""
    made = event(draw(some.sampled_from(contracts)))
    part = draw(some.sampled_from((made, made["data"], made["data"])))
    name = draw(some.one_of(some.sampled_from(sorted(part) or ["x"]), texts))
    part[name] = draw(things)
    return made


def arrivals(contracts: list):
    """As text, the way the consumer gets them from the wire."""
    bodies = some.one_of(spoilt(contracts).flatmap(spelled), things.flatmap(spelled), some.binary(max_size=80))
    return some.lists(bodies, min_size=1, max_size=3)
