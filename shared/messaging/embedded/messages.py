"""Between kombu's message and the row it is kept in; nothing but JSON and the body as it came."""

import json

from kombu.transport import virtual

from .rows import Row

_OURS = ("delivery_info", "delivery_tag", "body_encoding")


def columns_of(message: dict) -> tuple:
    """A prepared message as (content type, encoding, headers, properties, body). Raises TypeError beyond JSON."""
    body = message["body"]
    kept = {name: value for name, value in message["properties"].items() if name not in _OURS}
    return (
        message.get("content-type"),
        message.get("content-encoding"),
        json.dumps(message.get("headers") or {}),
        json.dumps(kept),
        body.encode() if isinstance(body, str) else bytes(body),
    )


def message_of(row: Row, channel, delivery_tag: int) -> virtual.Message:
    """The row as a delivered message; `deliveries` in its delivery info counts from 1."""
    info = {
        "exchange": row.exchange,
        "routing_key": row.routing_key,
        "redelivered": row.deliveries > 1,
        "deliveries": row.deliveries,
        "row": row.id,
    }
    payload = {
        "body": row.body,
        "headers": json.loads(row.headers),
        "properties": {**json.loads(row.properties), "delivery_tag": delivery_tag, "delivery_info": info},
        "content-type": row.content_type,
        "content-encoding": row.content_encoding,
    }
    message = virtual.Message(payload, channel=channel)
    message.body = _decoded(row)
    return message


def _decoded(row: Row) -> bytes | str:
    """As py-amqp does it: text when the sender named its encoding and it fits, else the bytes as they are."""
    try:
        return row.body.decode(row.content_encoding) if row.content_encoding else row.body
    except (LookupError, UnicodeDecodeError):
        return row.body
