"""The catalogue of events: who announces what, who reads it, and who breaks when it changes."""

from itertools import groupby

from shared.contracts import all_contracts
from shared.contracts.shape import json_schema

HEAD = """# Events

Written from `shared/contracts/` by `make docs`. The event's name is its routing key on `frontdesk.events` and its
CloudEvents `type`. A promise only grows: optional fields may be added, anything else is a new version beside the old.

"""


def write() -> str:
    parts = [HEAD]
    for producer, contracts in groupby(all_contracts(), key=lambda c: c.producer):
        parts.append(f"## Announced by {producer}\n\n")
        parts.extend(_entry(contract) for contract in contracts)
    return "".join(parts).rstrip() + "\n"


def _entry(contract) -> str:
    shape = json_schema(contract)
    required = set(shape.get("required", ()))
    rows = "".join(
        f"| `{name}` | {_kind(part)} | {'yes' if name in required else ''} |\n"
        for name, part in shape["properties"].items()
    )
    example = f"../shared/contracts/examples/{contract.routing_key}.json"
    return (
        f"### `{contract.routing_key}`\n\n{contract.about}\n\n"
        f"Read by: {', '.join(contract.readers)} · [example]({example})\n\n"
        f"| field | kind | always |\n|---|---|---|\n{rows}\n"
    )


def _kind(part: dict) -> str:
    kind = part.get("type", "any")
    kinds = [kind] if isinstance(kind, str) else kind
    name = " or ".join(kinds)
    if "items" in part:
        return f"list of {part['items'].get('type', 'any')}"
    return f"{name} ({part['format']})" if "format" in part else name
