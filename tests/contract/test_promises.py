"""Promises between the services: kept, answered, and only ever grown."""

import copy
import importlib
import json

import pytest

from shared.contracts import all_contracts
from shared.contracts import contract as registry
from shared.contracts.shape import EXAMPLES, FROZEN, json_schema, only_grown
from shared.errors import ContractBroken
from shared.messaging.handlers import Answers

CONTRACTS = {contract.routing_key: contract for contract in all_contracts()}
SERVICES = ("intake", "dispatch", "billing", "notify")
every_contract = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))


def service(name):
    return importlib.import_module(f"services.{name}.service").service


def example(contract) -> dict:
    return json.loads((EXAMPLES / f"{contract.routing_key}.json").read_text())


@every_contract
def test_the_example_fits_and_comes_back_the_same(contract):
    assert contract.write(contract.read(example(contract))) == example(contract)


@every_contract
def test_the_example_shows_every_field(contract):
    assert set(example(contract)) == set(contract.schema.fields)


@every_contract
def test_a_promise_has_only_grown_since_it_was_frozen(contract):
    frozen = json.loads((FROZEN / f"{contract.routing_key}.json").read_text())
    assert only_grown(frozen, json_schema(contract)) == []


def test_no_promise_was_taken_back():
    assert {path.stem for path in FROZEN.glob("*.json")} == set(CONTRACTS)


def _drop(shape):
    del shape["properties"]["number"]


def _rename_type(shape):
    shape["properties"]["number"]["type"] = "integer"


def _shorten(shape):
    shape["properties"]["number"]["maxLength"] = 8


def _require_more(shape):
    shape["required"].append("reason")


def _require_less(shape):
    shape["required"].remove("number")


@pytest.mark.parametrize("fault", [_drop, _rename_type, _shorten, _require_more, _require_less])
def test_the_check_finds_a_promise_that_was_broken(fault):
    old = json_schema(CONTRACTS["intake.ticket.cancelled.v1"])
    new = copy.deepcopy(old)
    fault(new)
    assert only_grown(old, new)


def test_an_optional_field_may_be_added():
    old = json_schema(CONTRACTS["intake.ticket.cancelled.v1"])
    new = copy.deepcopy(old)
    new["properties"]["colour"] = {"type": "string"}
    assert only_grown(old, new) == []


@every_contract
def test_every_promised_reader_answers(contract):
    for reader in contract.readers:
        assert contract.routing_key in Answers(service(reader).handlers).routing_keys, reader


@pytest.mark.parametrize("name", SERVICES)
def test_nobody_listens_to_what_was_not_promised_to_them(name):
    for key in Answers(service(name).handlers).routing_keys:
        assert name in CONTRACTS[key].readers, f"{name} is no reader of {key}"


@every_contract
def test_a_producer_may_not_say_what_was_never_promised(contract):
    with pytest.raises(ContractBroken, match="never promised"):
        contract.write({**contract.read(example(contract)), "colour_of_the_door": "red"})


@every_contract
def test_a_reader_ignores_what_it_does_not_know_yet(contract):
    assert "colour" not in contract.read({**example(contract), "colour": "red"})


def test_a_name_cannot_be_promised_twice():
    with pytest.raises(ValueError, match="twice"):
        registry.promise("intake.ticket.opened", readers=())(registry.EventSchema)
