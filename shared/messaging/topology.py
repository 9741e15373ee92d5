"""Names on the broker. They are literals: a rename in Python strands no message.

    frontdesk.events --(routing key)--> <service>.inbox --(broker's second net)--> <service>.dead

Retries and dead events are kept in the reader's own database (`parked_events`); the broker's dead-letter queue only
catches what a reader can never take, such as an event that kills its process each time.
"""

from collections.abc import Iterable, Mapping

from shared.contracts import Contract
from shared.contracts.contract import EVENTS

DEAD = "frontdesk.dead"
VHOST = "frontdesk"
DELIVERY_LIMIT = 50  # high: a crash counts one delivery for every healthy message in the reader's window


def inbox_of(service: str) -> str:
    return f"{service}.inbox"


def dead_of(service: str) -> str:
    return f"{service}.dead"


def queues(contracts: Iterable[Contract]) -> dict[str, list[str]]:
    """Every promised reader's queue with the routing keys bound to it, also of readers never started yet."""
    found: dict[str, list[str]] = {}
    for contract in contracts:
        for reader in contract.readers:
            found.setdefault(inbox_of(reader), []).append(contract.routing_key)
    return found


def inbox_arguments(service: str) -> dict:
    """Quorum; what the broker gives up goes at least once to the dead-letter queue, never over the edge."""
    return {
        "x-queue-type": "quorum",
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD,
        "x-dead-letter-routing-key": dead_of(service),
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def definitions(contracts: Iterable[Contract], password_hashes: Mapping[str, str]) -> dict:
    """RabbitMQ's definitions file: users, rights, queues and bindings, all derived from the contracts.

    `password_hashes` maps each service to its hash; a user may read only its own queues and write only its own keys.
    """
    contracts = tuple(contracts)
    services = sorted(password_hashes)
    bound = queues(contracts)
    readers = sorted(name.removesuffix(".inbox") for name in bound)
    return {
        "users": [_user(name, password_hashes[name]) for name in services],
        "vhosts": [{"name": VHOST}],
        "permissions": [_rights(name) for name in services],
        "topic_permissions": [_topic_rights(name) for name in services],
        "exchanges": [_exchange(EVENTS, "topic"), _exchange(DEAD, "direct")],
        "queues": [_queue(inbox_of(r), inbox_arguments(r)) for r in readers]
        + [_queue(dead_of(r), {"x-queue-type": "quorum"}) for r in readers],
        "bindings": [_binding(EVENTS, queue, key) for queue, keys in sorted(bound.items()) for key in sorted(keys)]
        + [_binding(DEAD, dead_of(r), dead_of(r)) for r in readers],
    }


def _user(name, password_hash):
    return {
        "name": name,
        "password_hash": password_hash,
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": [],
        "limits": {},
    }


def _rights(service):
    """No queue may be declared from code; only the events exchange written; only the own queues read."""
    return {
        "user": service,
        "vhost": VHOST,
        "configure": "^$",
        "write": rf"^{EVENTS.replace('.', '[.]')}$",
        "read": rf"^{service}[.](inbox|dead)$",
    }


def _topic_rights(service):
    return {"user": service, "vhost": VHOST, "exchange": EVENTS, "write": rf"^{service}[.]", "read": "^$"}


def _exchange(name, kind):
    return {
        "name": name,
        "vhost": VHOST,
        "type": kind,
        "durable": True,
        "auto_delete": False,
        "internal": False,
        "arguments": {},
    }


def _queue(name, arguments):
    return {"name": name, "vhost": VHOST, "durable": True, "auto_delete": False, "arguments": arguments}


def _binding(source, queue, key):
    return {
        "source": source,
        "vhost": VHOST,
        "destination": queue,
        "destination_type": "queue",
        "routing_key": key,
        "arguments": {},
    }
