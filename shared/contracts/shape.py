"""A contract's data as JSON Schema, and whether one shape is only a grown other."""

import json
from pathlib import Path
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from .contract import Contract
from .parts import Money, Quantity

FROZEN = Path(__file__).parent / "frozen"
EXAMPLES = Path(__file__).parent / "examples"
ANNOTATIONS = ("description", "title", "default")


def example(contract: Contract) -> dict:
    """The example of an event's data that ships with the promise."""
    return json.loads((EXAMPLES / f"{contract.routing_key}.json").read_text(encoding="utf-8"))


def _written_out(_schema) -> Any:
    """No name: the shape stands where it is used."""


def json_schema(contract: Contract) -> dict:
    """JSON Schema 2020-12 of the event's data; shapes inside it are written out where they are used."""
    plugin = MarshmallowPlugin(schema_name_resolver=_written_out)
    APISpec(title="events", version="1", openapi_version="3.1.0", plugins=[plugin])
    for field in (Money, Quantity):
        plugin.map_to_openapi_type(field, "string", "decimal")
    return {"description": contract.about, **_resolve(plugin, contract.schema)}


def _resolve(plugin: MarshmallowPlugin, schema: Schema) -> dict:
    converter: Any = plugin.converter
    return _plain(converter.schema2jsonschema(schema))


def _plain(part):
    """The same in plain dicts with sorted keys, so that it prints the same each time."""
    return json.loads(json.dumps(part, sort_keys=True))


def only_grown(old: dict, new: dict, where: str = "data") -> list[str]:
    """What in `new` breaks the promise `old`: anything but more optional fields (rule 6 of the house)."""
    if old.get("type") != new.get("type"):
        return [f"{where} changed its type from {old.get('type')} to {new.get('type')}"]
    if "properties" in old:
        return _grown_object(old, new, where)
    if "items" in old:
        return only_grown(old["items"], new.get("items", {}), f"{where}[]")
    before = {k: v for k, v in old.items() if k not in ANNOTATIONS}
    after = {k: v for k, v in new.items() if k not in ANNOTATIONS}
    return [] if before == after else [f"{where} changed from {before} to {after}"]


def _grown_object(old: dict, new: dict, where: str) -> list[str]:
    faults = []
    was, now = set(old.get("required", ())), set(new.get("required", ()))
    faults += [f"{where}.{name} is required now" for name in sorted(now - was)]
    faults += [f"{where}.{name} may be left out now" for name in sorted(was - now)]
    for name, shape in old["properties"].items():
        if name not in new.get("properties", {}):
            faults.append(f"{where}.{name} is gone")
        else:
            faults += only_grown(shape, new["properties"][name], f"{where}.{name}")
    return faults
