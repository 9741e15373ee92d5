"""AsyncAPI 3.1 of events, from their contracts."""

from collections.abc import Iterable

from .contract import CONTENT_TYPE, EVENTS, Contract
from .shape import example, json_schema


def describe(contracts: Iterable[Contract]) -> dict:
    """The AsyncAPI document of these contracts, as plain values."""
    contracts = tuple(contracts)
    return {
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
                "description": f"From the queue {reader}.inbox.",
            }
    return found


def _message(contract) -> dict:
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
        "examples": [{"name": "example", "payload": {"type": contract.routing_key, "data": example(contract)}}],
    }
