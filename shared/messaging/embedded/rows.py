"""What happens to a message while it waits: claimed with a lease, renewed, deleted when acknowledged, released."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .bus import clock, finishing
from .routing import queues_for

_CLAIM = """
UPDATE messages SET holder = :holder, lease_until = :until, deliveries = deliveries + 1
WHERE id IN (SELECT id FROM messages WHERE queue = :queue AND lease_until <= :now ORDER BY id LIMIT :most)
RETURNING id, queue, exchange, routing_key, content_type, content_encoding, headers, properties, body, deliveries
"""
_HELD = "holder = ? AND id IN (SELECT value FROM json_each(?))"
_INSERT = """
INSERT INTO messages (queue, exchange, routing_key, content_type, content_encoding, headers, properties, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


class Row(NamedTuple):
    """One claimed message as it lies in the bus file."""

    id: int
    queue: str
    exchange: str
    routing_key: str
    content_type: str | None
    content_encoding: str | None
    headers: str
    properties: str
    body: bytes
    deliveries: int


def insert(bus: sqlite3.Connection, rows: Iterable[Sequence]) -> None:
    """Store messages: (queue, exchange, routing key, content type, encoding, headers, properties, body) each."""
    bus.executemany(_INSERT, rows)


def claim(bus: sqlite3.Connection, queue: str, most: int, holder: str, lease: float) -> list[Row]:
    """Up to `most` messages of the queue, oldest first, now held by `holder` for `lease` seconds.

    Looks before it claims: an idle reader never takes the write lock. Messages that were delivered more often
    than the queue's x-delivery-limit allows are moved to its dead-letter exchange instead, as a quorum queue does.
    """
    now = clock()
    waiting = "SELECT 1 FROM messages WHERE queue = ? AND lease_until <= ? LIMIT 1"
    if bus.execute(waiting, (queue, now)).fetchone() is None:
        return []
    asked = {"holder": holder, "until": now + lease, "queue": queue, "now": now, "most": most}
    rows = sorted(Row(*row) for row in bus.execute(_CLAIM, asked).fetchall())
    limit = _arguments(bus, queue).get("x-delivery-limit")
    if limit is None:
        return rows
    worn_out = [row.id for row in rows if row.deliveries > limit + 1]
    if worn_out:
        refuse(bus, worn_out, holder)
    return [row for row in rows if row.deliveries <= limit + 1]


def acknowledge(bus: sqlite3.Connection, ids: Sequence[int], holder: str) -> int:
    """Delete handled messages. One whose lease ran out and went to another holder is left to that holder."""
    statement = f"DELETE FROM messages WHERE {_HELD}"  # noqa: S608
    return bus.execute(statement, (holder, json.dumps(ids))).rowcount


def release(bus: sqlite3.Connection, ids: Sequence[int], holder: str) -> int:
    """Give messages back at their old place in the queue; the next delivery is marked as redelivered."""
    statement = f"UPDATE messages SET holder = NULL, lease_until = 0 WHERE {_HELD}"  # noqa: S608
    return bus.execute(statement, (holder, json.dumps(ids))).rowcount


def renew(bus: sqlite3.Connection, ids: Sequence[int], holder: str, lease: float) -> int:
    """Extend the leases that are still ours."""
    statement = f"UPDATE messages SET lease_until = ? WHERE {_HELD}"  # noqa: S608
    return bus.execute(statement, (clock() + lease, holder, json.dumps(ids))).rowcount


def refuse(bus: sqlite3.Connection, ids: Sequence[int], holder: str) -> None:
    """Take messages out of their queue for good: to its dead-letter exchange when it names one, else deleted."""
    columns = "id, queue, routing_key, content_type, content_encoding, headers, properties, body"
    bus.execute("BEGIN IMMEDIATE")
    with finishing(bus):
        chosen = f"SELECT {columns} FROM messages WHERE {_HELD} ORDER BY id"  # noqa: S608
        for _, queue, routing_key, *rest in bus.execute(chosen, (holder, json.dumps(ids))).fetchall():
            arguments = _arguments(bus, queue)
            exchange = arguments.get("x-dead-letter-exchange")
            if exchange is not None:
                key = arguments.get("x-dead-letter-routing-key", routing_key)
                insert(bus, [(target, exchange, key, *rest) for target in queues_for(bus, exchange, key)])
        acknowledge(bus, ids, holder)


def _arguments(bus: sqlite3.Connection, queue: str) -> dict:
    known = bus.execute("SELECT arguments FROM queues WHERE name = ?", (queue,)).fetchone()
    return json.loads(known[0]) if known else {}
