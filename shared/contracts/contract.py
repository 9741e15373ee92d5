"""How an event is promised: a name, a version, a shape, and the list of its readers."""

from dataclasses import dataclass
from functools import cached_property

from marshmallow import EXCLUDE, Schema, ValidationError

from shared.errors import ContractBroken

from .quick import Quick, compiled

EVENTS = "frontdesk.events"  # the one topic exchange of the house
CONTENT_TYPE = "application/cloudevents+json"

_contracts: dict[str, "Contract"] = {}


class EventSchema(Schema):
    """The shape of an event's data. Readers ignore what they do not know, so a promise may grow."""

    class Meta:
        unknown = EXCLUDE


class Part(Schema):
    """A shape inside an event's data; grows by the same rule."""

    class Meta:
        unknown = EXCLUDE


@dataclass(frozen=True)
class Contract:
    """One promise: `<service>.<thing>.<past participle>` in version `version`, read by `readers`."""

    name: str
    version: int
    schema: Schema
    readers: tuple[str, ...]
    about: str

    @property
    def producer(self) -> str:
        return self.name.split(".", 1)[0]

    @property
    def routing_key(self) -> str:
        """The event's name on the broker and its CloudEvents `type`."""
        return f"{self.name}.v{self.version}"

    @cached_property
    def _quick(self) -> Quick:
        return compiled(self.schema)

    def write(self, data: dict) -> dict:
        """Python values to JSON values.

        Raises ContractBroken when `data` holds a field that was never promised, or lacks one that was.
        """
        unpromised = data.keys() - self.schema.fields.keys()
        if unpromised:
            raise ContractBroken(f"{self.routing_key} never promised {sorted(unpromised)}.")
        try:
            return self._quick.write(data)
        except Exception:  # whatever it stumbled over, the schema decides
            return self._write_by_schema(data)

    def _write_by_schema(self, data: dict) -> dict:
        written = self.schema.dump(data)
        faults = self.schema.validate(written)
        if faults:
            raise ContractBroken(f"{self.routing_key}: {faults}")
        return written

    def read(self, data: dict) -> dict:
        """JSON values to Python values. Raises ContractBroken naming the fields that do not fit."""
        try:
            return self._quick.read(data)
        except Exception:
            return self._read_by_schema(data)

    def _read_by_schema(self, data: dict) -> dict:
        try:
            return self.schema.load(data)
        except ValidationError as error:
            raise ContractBroken(f"{self.routing_key}: {error.messages}") from error


def promise(name: str, *, readers: tuple[str, ...], version: int = 1):
    """Class decorator: turns the decorated shape into a registered Contract of the same Python name."""

    def register(shape: type[Schema]) -> Contract:
        contract = Contract(name, version, shape(), tuple(readers), (shape.__doc__ or "").strip())
        if contract.routing_key in _contracts:
            raise ValueError(f"{contract.routing_key} is promised twice")
        _contracts[contract.routing_key] = contract
        return contract

    return register


def find(routing_key: str) -> Contract:
    """The contract of this routing key. Raises ContractBroken when nobody ever promised it."""
    try:
        return _contracts[routing_key]
    except KeyError:
        raise ContractBroken(f"Nobody ever promised {routing_key}.") from None


def all_contracts() -> tuple[Contract, ...]:
    return tuple(_contracts.values())


def read_by(service: str) -> tuple[Contract, ...]:
    """The contracts this service promised to answer."""
    return tuple(contract for contract in _contracts.values() if service in contract.readers)
