"""The channel's ways to declare, bind and remove exchanges and queues; all of them durable, in the bus file."""

import json
from uuid import uuid4

from amqp.exceptions import ChannelError
from amqp.protocol import queue_declare_ok_t

from .bus import Bus, finishing


def not_found(kind: str, name: str, method: str) -> ChannelError:
    return ChannelError(f"NOT_FOUND - no {kind} {name!r} in this bus", (50, 10), method, "404")


class Topology:
    """Mixed into the channel. Arguments of a queue are kept; x-dead-letter-* and x-delivery-limit have effect."""

    _bus: Bus

    def exchange_declare(self, exchange=None, type="direct", passive=False, **_):
        type = type or "direct"
        exchange = exchange or f"amq.{type}"
        with self._bus as bus:
            known = bus.execute("SELECT type FROM exchanges WHERE name = ?", (exchange,)).fetchone()
            if passive and known is None:
                raise not_found("exchange", exchange, "Channel.exchange_declare")
            if known and not passive and known[0] != type:
                said = f"PRECONDITION_FAILED - exchange {exchange!r} is of type {known[0]!r}, not {type!r}"
                raise ChannelError(said, (40, 10), "Channel.exchange_declare", "406")
            if known is None:
                bus.execute("INSERT OR IGNORE INTO exchanges VALUES (?, ?)", (exchange, type))

    def exchange_delete(self, exchange, **_):
        with self._bus as bus:
            bus.execute("BEGIN IMMEDIATE")
            with finishing(bus):
                bus.execute("DELETE FROM bindings WHERE exchange = ?", (exchange,))
                bus.execute("DELETE FROM exchanges WHERE name = ?", (exchange,))

    def queue_declare(self, queue=None, passive=False, arguments=None, **_):
        queue = queue or f"amq.gen-{uuid4().hex}"
        with self._bus as bus:
            known = bus.execute("SELECT arguments FROM queues WHERE name = ?", (queue,)).fetchone()
            if passive and known is None:
                raise not_found("queue", queue, "Channel.queue_declare")
            wanted = json.dumps(arguments or {}, sort_keys=True)
            if not passive and (known is None or (arguments and known[0] != wanted)):
                bus.execute("INSERT OR REPLACE INTO queues VALUES (?, ?)", (queue, wanted))
            return queue_declare_ok_t(queue, self._size(queue), 0)

    def queue_bind(self, queue, exchange=None, routing_key="", **_):
        exchange = exchange or "amq.direct"
        with self._bus as bus:
            for kind, name in (("queue", queue), ("exchange", exchange)):
                found = bus.execute(f"SELECT 1 FROM {kind}s WHERE name = ?", (name,))  # noqa: S608
                if found.fetchone() is None:
                    raise not_found(kind, name, "Channel.queue_bind")
            row = (exchange, routing_key or "", queue)
            where = "exchange = ? AND routing_key = ? AND queue = ?"
            if bus.execute(f"SELECT 1 FROM bindings WHERE {where}", row).fetchone() is None:  # noqa: S608
                bus.execute("INSERT OR IGNORE INTO bindings VALUES (?, ?, ?)", row)

    def queue_unbind(self, queue, exchange=None, routing_key="", **_):
        row = (exchange or "amq.direct", routing_key or "", queue)
        with self._bus as bus:
            bus.execute("DELETE FROM bindings WHERE exchange = ? AND routing_key = ? AND queue = ?", row)

    def queue_delete(self, queue, if_unused=False, if_empty=False, **_):
        with self._bus as bus:
            waiting = self._size(queue)
            if not (if_empty and waiting):
                bus.execute("BEGIN IMMEDIATE")
                with finishing(bus):
                    bus.execute("DELETE FROM messages WHERE queue = ?", (queue,))
                    bus.execute("DELETE FROM bindings WHERE queue = ?", (queue,))
                    bus.execute("DELETE FROM queues WHERE name = ?", (queue,))
            return waiting

    def list_bindings(self):
        with self._bus as bus:
            return bus.execute("SELECT queue, exchange, routing_key FROM bindings ORDER BY 1, 2, 3").fetchall()

    def _has_queue(self, queue, **_):
        with self._bus as bus:
            return bus.execute("SELECT 1 FROM queues WHERE name = ?", (queue,)).fetchone() is not None

    def _size(self, queue):
        """Messages that wait for a reader: held ones do not count, as on RabbitMQ."""
        with self._bus as bus:
            counted = "SELECT count(*) FROM messages WHERE queue = ? AND lease_until <= ?"
            return bus.execute(counted, (queue, self._now())).fetchone()[0]

    def _purge(self, queue):
        with self._bus as bus:
            gone = "DELETE FROM messages WHERE queue = ? AND lease_until <= ?"
            return bus.execute(gone, (queue, self._now())).rowcount
