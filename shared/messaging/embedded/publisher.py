"""Sends what the relay took from an outbox: a whole round of events in one transaction of the bus file."""

import json
from collections.abc import Iterable, Mapping

from .bus import Bus, clock, finishing
from .routing import queues_for
from .rows import insert

EXCHANGE = "frontdesk.events"
CONTENT_TYPE = "application/cloudevents+json"


class EmbeddedPublisher:
    """Publishes to the exchange `frontdesk.events`; safe to share between threads and to keep over a fork."""

    def __init__(self, path: str, *, exchange: str = EXCHANGE):
        self._bus, self._exchange = Bus(path), exchange

    def publish(self, rows: Iterable[tuple[str, str, bytes]], mandatory: bool = True) -> set[str]:
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
        messages, safe = [], set()
        for event_id, routing_key, body in rows:
            if routing_key not in reached:
                reached[routing_key] = queues_for(bus, self._exchange, routing_key)
            properties = json.dumps({"message_id": event_id, "delivery_mode": 2})
            for queue in reached[routing_key]:
                messages.append((queue, self._exchange, routing_key, CONTENT_TYPE, "utf-8", "{}", properties, body))
            if reached[routing_key] or not mandatory:
                safe.add(event_id)
        insert(bus, messages)
        return safe

    def close(self) -> None:
        self._bus.close()

    def __enter__(self) -> "EmbeddedPublisher":
        return self

    def __exit__(self, *_) -> None:
        self.close()


def declare(path: str, queues: Mapping[str, Iterable[str]], exchange: str = EXCHANGE) -> None:
    """Make the topic exchange, the queues and their bindings, so that events wait for readers not yet started."""
    opened = Bus(path)
    try:
        with opened as bus:
            bus.execute("BEGIN IMMEDIATE")
            with finishing(bus):
                bus.execute("INSERT OR IGNORE INTO exchanges VALUES (?, 'topic')", (exchange,))
                bus.executemany("INSERT OR IGNORE INTO queues (name) VALUES (?)", [(queue,) for queue in queues])
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
