"""Which queues a routing key reaches, by the rules of AMQP: `*` is one word, `#` is any number of words, also none."""

import sqlite3
from functools import lru_cache


def queues_for(bus: sqlite3.Connection, exchange: str, routing_key: str) -> tuple[str, ...]:
    """The queues that get a message sent to `exchange` with `routing_key`, each once, in order of name.

    The nameless exchange reaches the queue of that name, as on RabbitMQ.
    """
    if not exchange:
        found = bus.execute("SELECT name FROM queues WHERE name = ?", (routing_key,)).fetchall()
        return tuple(name for (name,) in found)
    kind = bus.execute("SELECT type FROM exchanges WHERE name = ?", (exchange,)).fetchone()
    if kind is None:
        return ()
    bindings = bus.execute("SELECT routing_key, queue FROM bindings WHERE exchange = ?", (exchange,))
    return tuple(sorted({queue for bound, queue in bindings if _reaches(kind[0], bound, routing_key)}))


def _reaches(kind: str, bound: str, routing_key: str) -> bool:
    if kind == "fanout":
        return True
    if kind == "topic":
        return topic_reaches(bound, routing_key)
    return bound == routing_key


@lru_cache(maxsize=8192)
def topic_reaches(bound: str, routing_key: str) -> bool:
    """Whether the binding key `bound` of a topic exchange matches `routing_key` (kombu's own `#` wants a word)."""
    return _words_match(_words(bound), _words(routing_key))


def _words(key: str) -> tuple[str, ...]:
    return tuple(key.split(".")) if key else ()


def _words_match(bound: tuple[str, ...], key: tuple[str, ...]) -> bool:
    if not bound:
        return not key
    if bound[0] == "#":
        return any(_words_match(bound[1:], key[start:]) for start in range(len(key) + 1))
    return bool(key) and bound[0] in ("*", key[0]) and _words_match(bound[1:], key[1:])
