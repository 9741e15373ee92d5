"""Sends what the relay took from an outbox: a whole round of events in one transaction of the bus file."""

import json
from collections.abc import Iterable, Mapping

from shared.contracts.contract import CONTENT_TYPE, EVENTS

from .bus import Bus, clock, finishing
from .routing import queues_for
from .rows import insert


class EmbeddedPublisher:
    """Publishes to the exchange `frontdesk.events`; safe to share between threads and to keep over a fork."""

    def __init__(self, path: str, *, exchange: str = EVENTS):
        self._bus, self._exchange = Bus(path), exchange

    def publish(self, rows: Iterable[tuple[str, str, bytes | str]], mandatory: bool = True) -> set[str]:
        """Store (event id, routing key, body) rows for every reader, all or none, and say which are safe.

        When this returns, the named events survive a power cut. An event no queue is bound for is left out, unless
        `mandatory` is False: then it counts as sent, as a broker would have it. Raises sqlite3.OperationalError
        when the file cannot be written (disk full, locked for more than ten seconds); then nothing was stored.
        """
        with self._bus as bus:
            bus.execute("BEGIN IMMEDIATE")
            with finishing(bus):
                return self._store(bus, rows, mandatory)

    def _store(self, bus, rows, mandatory) -> set[str]:
        reached: dict[str, tuple[str, ...]] = {}
        safe: set[str] = set()

        def messages():
            for event_id, key, body in rows:
                if key not in reached:
                    reached[key] = queues_for(bus, self._exchange, key)
                if reached[key] or not mandatory:
                    safe.add(event_id)
                properties = json.dumps({"message_id": event_id, "delivery_mode": 2})
                for queue in reached[key]:
                    yield queue, self._exchange, key, CONTENT_TYPE, "utf-8", "{}", properties, _bytes(body)

        insert(bus, messages())
        return safe

    def close(self) -> None:
        self._bus.close()

    def __enter__(self) -> "EmbeddedPublisher":
        return self

    def __exit__(self, *_) -> None:
        self.close()


def _bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else body


def declare(
    path: str,
    queues: Mapping[str, Iterable[str]],
    exchange: str = EVENTS,
    *,
    kind: str = "topic",
    arguments: Mapping[str, Mapping] | None = None,
) -> None:
    """Make the exchange, the queues and their bindings, so that events wait for readers not yet started.

    `arguments` per queue: x-dead-letter-exchange, x-dead-letter-routing-key and x-delivery-limit have effect here.
    """
    given = {queue: json.dumps((arguments or {}).get(queue, {}), sort_keys=True) for queue in queues}
    opened = Bus(path)
    try:
        with opened as bus:
            bus.execute("BEGIN IMMEDIATE")
            with finishing(bus):
                bus.execute("INSERT OR IGNORE INTO exchanges VALUES (?, ?)", (exchange, kind))
                bus.executemany("INSERT OR IGNORE INTO queues VALUES (?, '{}')", [(queue,) for queue in queues])
                told = [(said, queue) for queue, said in given.items() if said != "{}"]
                bus.executemany("UPDATE queues SET arguments = ? WHERE name = ?", told)
                bindings = [(exchange, key, queue) for queue, keys in queues.items() for key in keys]
                bus.executemany("INSERT OR IGNORE INTO bindings VALUES (?, ?, ?)", bindings)
    finally:
        opened.close()


def depths(path: str) -> dict[str, tuple[int, int]]:
    """Per queue: how many messages wait, and how many a living reader holds."""
    opened = Bus(path)
    try:
        with opened as bus:
            counted = """
                SELECT queues.name, count(messages.id) FILTER (WHERE lease_until <= ?),
                       count(messages.id) FILTER (WHERE lease_until > ?)
                FROM queues LEFT JOIN messages ON messages.queue = queues.name GROUP BY queues.name"""
            now = clock()
            return {name: (ready, held) for name, ready, held in bus.execute(counted, (now, now))}
    finally:
        opened.close()
