"""Every reader's own handlers can take the example of every event they promised to answer."""

import importlib
from uuid import UUID

import pytest

from shared.contracts import all_contracts
from shared.contracts.shape import example
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR, SITE

PAIRS = [(contract, reader) for contract in all_contracts() for reader in contract.readers]


@pytest.fixture(params=PAIRS, ids=[f"{reader} hears {contract.routing_key}" for contract, reader in PAIRS])
def pair(request):
    return request.param


@pytest.fixture
def service(pair):
    return importlib.import_module(f"services.{pair[1]}.service").service


def test_the_reader_takes_the_example(pair, service, store, parked, now):
    contract, _ = pair
    data = example(contract)
    envelope = Envelope.about_fact(
        contract,
        about="example",
        data=data,
        operator_id=OPERATOR,
        site_id=UUID(data["site_id"]) if "site_id" in data else SITE,
        time=now,
        because_of=None,
        traceparent=None,
    )
    service.settlement(store).handle_all([envelope.body], now)
    for state, key, error in parked():  # waiting for the thing it speaks of is right, anything else is not
        assert state == "waiting" and error.startswith("NotFound"), f"{key}: {error}"
