"""AsyncAPI 3.1 of the events, from the contracts."""

import json

import yaml

from shared.contracts import all_contracts
from shared.contracts.shape import EXAMPLES, json_schema
from shared.messaging.envelope import CONTENT_TYPE
from shared.messaging.topology import EVENTS, inbox_of


def write() -> str:
    contracts = all_contracts()
    document = {
        "asyncapi": "3.1.0",
        "info": {
            "title": "Frontdesk events",
            "version": "1.0.0",
            "description": "What the four services tell each other over RabbitMQ, as CloudEvents 1.0.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {contract.routing_key: _channel(contract) for contract in contracts},
        "operations": _operations(contracts),
        "components": {
            "messages": {contract.routing_key: _message(contract) for contract in contracts},
            "schemas": {contract.routing_key: json_schema(contract) for contract in contracts},
        },
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)


def _channel(contract) -> dict:
    return {
        "address": contract.routing_key,
        "messages": {"event": {"$ref": f"#/components/messages/{contract.routing_key}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": _exchange(), "bindingVersion": "0.3.0"}},
    }


def _exchange() -> dict:
    return {"name": EVENTS, "type": "topic", "durable": True, "autoDelete": False, "vhost": "frontdesk"}


def _operations(contracts) -> dict:
    found = {}
    for contract in contracts:
        channel = {"$ref": f"#/channels/{contract.routing_key}"}
        found[f"{contract.producer}.announces.{contract.routing_key}"] = {
            "action": "send",
            "channel": channel,
            "tags": [{"name": contract.producer}],
        }
        for reader in contract.readers:
            found[f"{reader}.hears.{contract.routing_key}"] = {
                "action": "receive",
                "channel": channel,
                "tags": [{"name": reader}],
                "description": f"From the queue {inbox_of(reader)}.",
            }
    return found


def _message(contract) -> dict:
    example = json.loads((EXAMPLES / f"{contract.routing_key}.json").read_text())
    return {
        "name": contract.routing_key,
        "title": contract.about,
        "contentType": CONTENT_TYPE,
        "payload": {
            "type": "object",
            "required": ["specversion", "id", "source", "type", "time", "operatorid", "data"],
            "properties": {
                "specversion": {"const": "1.0"},
                "id": {"type": "string", "format": "uuid"},
                "source": {"type": "string", "const": f"/frontdesk/{contract.producer}"},
                "type": {"const": contract.routing_key},
                "subject": {"type": "string"},
                "time": {"type": "string", "format": "date-time"},
                "operatorid": {"type": "string", "format": "uuid"},
                "siteid": {"type": "string", "format": "uuid"},
                "correlationid": {"type": "string"},
                "causationid": {"type": "string"},
                "traceparent": {"type": "string"},
                "data": {"$ref": f"#/components/schemas/{contract.routing_key}"},
            },
        },
        "examples": [{"name": "example", "payload": {"type": contract.routing_key, "data": example}}],
    }
