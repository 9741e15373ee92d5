"""Events as they travel, of every kind a service hears, and what becomes of them when somebody spoils them."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import strategies as some
from marshmallow import Schema, fields, validate

from shared.contracts import all_contracts
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR, SITE
from tests.fuzz.anything import spelled, texts, things

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


def heard_by(name: str) -> list:
    return [contract for contract in all_contracts() if name in contract.readers]


VALUES = {
    fields.UUID: lambda held: str(uuid4()),
    fields.AwareDateTime: lambda held: NOW.isoformat(),
    fields.Date: lambda held: "2026-12-01",
    fields.Time: lambda held: "08:30",
    fields.Decimal: lambda held: "1.00",
    fields.Boolean: lambda held: True,
    fields.Integer: lambda held: 1,
    fields.List: lambda held: [value(held.inner)],
    fields.Nested: lambda held: said(held.schema),
    fields.Dict: lambda held: {},
    fields.String: lambda held: "CNY",
}


def said(shape: Schema) -> dict:
    """What an event of this shape could say."""
    return {held.data_key or name: value(held) for name, held in shape.fields.items()}


def value(held: fields.Field):
    """Something a field of a promise holds, as JSON."""
    choices = [check.choices for check in held.validators if isinstance(check, validate.OneOf)]
    if choices:
        return next(iter(choices[0]))
    if isinstance(held, fields.Enum):
        return next(iter(held.enum)).value
    return next((make(held) for kind, make in VALUES.items() if isinstance(held, kind)), None)


def event(contract) -> dict:
    """A believable event of this kind, as it travels."""
    about, whose = str(uuid4()), {"operator_id": OPERATOR, "site_id": SITE, "time": NOW}
    written = Envelope.about_fact(
        contract, about=about, data=said(contract.schema), because_of=None, traceparent=None, **whose
    )
    return json.loads(written.body)


@some.composite
def spoilt(draw, contracts: list):
    """One field of the paper around it, or of what it says, is anything at all; in every fourth nothing is."""
    made = event(draw(some.sampled_from(contracts)))
    if draw(some.integers(0, 3)) == 0:
        return made
    part = draw(some.sampled_from((made, made["data"], made["data"])))
    name = draw(some.one_of(some.sampled_from(sorted(part) or ["x"]), texts))
    part[name] = draw(things)
    return made


def arrivals(contracts: list):
    """As text, the way the consumer gets them from the wire."""
    bodies = some.one_of(spoilt(contracts).flatmap(spelled), things.flatmap(spelled), some.binary(max_size=80))
    return some.lists(bodies, min_size=1, max_size=3)
