"""The quick way of writing and reading events says what the schema says, whatever it is given."""

import copy
import json
from datetime import datetime
from uuid import UUID

import pytest

from shared.contracts import all_contracts
from shared.contracts.shape import EXAMPLES
from shared.errors import ContractBroken

CONTRACTS = all_contracts()
every_contract = pytest.mark.parametrize("contract", CONTRACTS, ids=[contract.routing_key for contract in CONTRACTS])
ODD = (
    None, "", "x" * 3000, 7, -1, 1.5, True, "7", [], [None], {}, {"zh": "只", "unknown": 1}, "12.50", "NaN", "\x00",
    "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00+08:00", "01890a5d-ac96-774b-bcce-b302099a8057",
    UUID(int=7),
    datetime.fromisoformat("2026-01-01T00:00:00"), datetime.fromisoformat("2026-01-01T00:00:00+08:00"), ...,
)  # fmt: skip


def example(contract) -> dict:
    return json.loads((EXAMPLES / f"{contract.routing_key}.json").read_text())


def outcome(way, data):
    try:
        return way(copy.deepcopy(data))
    except ContractBroken as error:
        return str(error)
    except Exception as error:  # the schema's own way stumbles over some things; then both do
        return type(error)


def variants(data: dict):
    """Each field left out, each field odd; the same one level down."""
    for name, value in data.items():
        yield {key: held for key, held in data.items() if key != name}
        for odd in ODD:
            yield {**data, name: odd}
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            for one in variants(inner):
                yield {**data, name: [one] if isinstance(value, list) else one}


@every_contract
def test_the_usual_event_is_written_and_read_the_quick_way(contract):
    data = contract._quick.read(example(contract))
    assert data == contract._read_by_schema(example(contract))
    assert contract._quick.write(data) == contract._write_by_schema(data) == example(contract)


@every_contract
def test_both_ways_agree_about_everything_odd(contract):
    for written in variants(example(contract)):
        assert outcome(contract.read, written) == outcome(contract._read_by_schema, written)
    for data in variants(contract.read(example(contract))):
        assert outcome(contract.write, data) == outcome(contract._write_by_schema, data)
