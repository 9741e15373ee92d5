"""One reader or writer on the bus: claims messages with a lease, hands them over, deletes them when acknowledged."""

import sqlite3
from collections import deque
from contextlib import suppress
from itertools import count
from typing import NamedTuple
from uuid import uuid4

from amqp.exceptions import ChannelError
from kombu.transport import virtual

from . import rows
from .bus import Bus, clock, finishing
from .leases import LeaseKeeper
from .messages import columns_of, message_of
from .qos import HeldMessages
from .routing import queues_for
from .topology import Topology, not_found
from .waiting import ChangeCounter


class Reader(NamedTuple):
    queue: str
    callback: object
    no_ack: bool


class Channel(Topology, virtual.Channel):
    """Transport options: `lease` seconds (15) and `claim`, the most messages claimed in one statement (100)."""

    QoS = HeldMessages
    do_restore = False
    closed_file = False

    def __init__(self, connection, **kwargs):
        super().__init__(connection, **kwargs)
        options = connection.client.transport_options
        self._lease, self._claim_at_once = options.get("lease", 15.0), options.get("claim", 100)
        self._readers: dict[str, Reader] = {}
        self._bus = Bus(connection.path, on_fork=self._become)
        self._become()

    def _become(self):
        """A new holder with empty hands: at the start, and in the child of a fork, whose parent keeps its own."""
        self._holder, self._tags = uuid4().hex, count(1)
        self._ready: deque[rows.Row] = deque()
        self._qos, self._more, self._look_again_at = None, True, 0.0
        with self._bus as bus:
            self._changes = ChangeCounter(bus)
        self._keeper = LeaseKeeper(self._bus.path, self._holder, self._lease, self._held_rows)

    def _now(self) -> float:
        return clock()

    def _next_delivery_tag(self):
        return next(self._tags)

    def _held_rows(self) -> list[int]:
        return [*(row.id for row in self._ready.copy()), *self.qos.row_ids()]

    # --- writing ---------------------------------------------------------------------------------------------

    def basic_publish(self, message, exchange="", routing_key="", mandatory=False, **_):
        """Store the message for every queue bound. A mandatory one nobody would receive raises ChannelError 312."""
        stored = columns_of(message)
        with self._bus as bus:
            bus.execute("BEGIN IMMEDIATE")
            with finishing(bus):
                queues = queues_for(bus, exchange, routing_key)
                rows.insert(bus, [(queue, exchange, routing_key, *stored) for queue in queues])
            self._more = True
        if mandatory and not queues:
            raise ChannelError(f"NO_ROUTE - {routing_key!r} reaches no queue", (60, 40), "Channel.basic_publish", "312")

    # --- reading ---------------------------------------------------------------------------------------------

    def basic_consume(self, queue, no_ack, callback, consumer_tag, **_):
        if not self._has_queue(queue):
            raise not_found("queue", queue, "Channel.basic_consume")
        self._readers[consumer_tag] = Reader(queue, callback, no_ack)
        self._more = True

    def basic_cancel(self, consumer_tag, **_):
        """What was claimed for this reader and not handed over goes back; what it holds stays its own."""
        reader = self._readers.pop(consumer_tag, None)
        if reader and all(other.queue != reader.queue for other in self._readers.values()):
            back = [row.id for row in self._ready if row.queue == reader.queue]
            self._ready = deque(row for row in self._ready if row.queue != reader.queue)
            self.release_rows(back)

    def basic_get(self, queue, no_ack=False, **_):
        with self._bus as bus:
            claimed = rows.claim(bus, queue, 1, self._holder, self._lease)
        return self._take_in_hand(claimed[0], no_ack) if claimed else None

    def basic_ack(self, delivery_tag, multiple=False):
        self.qos.ack(delivery_tag, multiple)

    def deliver_next(self) -> bool:
        """Hand one message to its reader, if one waits and the prefetch count allows it; says whether it did."""
        self._bus.notice_fork()
        if not self._readers or not self.qos.can_consume():
            return False
        row = self._ready.popleft() if self._ready else self._claim_next()
        if row is None:
            return False
        reader = next(reader for reader in self._readers.values() if reader.queue == row.queue)
        reader.callback(self._take_in_hand(row, reader.no_ack))
        return True

    def _claim_next(self) -> rows.Row | None:
        """Claim for each queue in turn, but only when the file changed or a lease may have run out."""
        with self._bus as bus:
            changed = self._changes.moved()
            if not (changed or self._more or clock() >= self._look_again_at):
                return None
            for tag, reader in list(self._readers.items()):
                room = self.qos.room(self._claim_at_once)
                claimed = rows.claim(bus, reader.queue, room, self._holder, self._lease)
                if claimed:
                    self._readers[tag] = self._readers.pop(tag)  # the next queue comes first next time
                    self._ready.extend(claimed)
                    self._more = True
                    self._keeper.start()
                    return self._ready.popleft()
            self._more, self._look_again_at = False, clock() + min(1.0, self._lease / 5)
            return None

    def _take_in_hand(self, row: rows.Row, no_ack: bool) -> virtual.Message:
        message = message_of(row, self, self._next_delivery_tag())
        if no_ack:
            self.acknowledge_rows([row.id])
        else:
            self.qos.append(message, message.delivery_tag)
            self._keeper.start()
        return message

    # --- letting go ------------------------------------------------------------------------------------------

    def acknowledge_rows(self, ids):
        if ids:
            with self._bus as bus:
                rows.acknowledge(bus, ids, self._holder)

    def release_rows(self, ids):
        if ids:
            with self._bus as bus:
                rows.release(bus, ids, self._holder)
                self._more = True

    def refuse_rows(self, ids):
        if ids:
            with self._bus as bus:
                rows.refuse(bus, ids, self._holder)
                self._more = True

    def close(self):
        """Give back what is held. Should the file not let us, the leases run out by themselves."""
        if self.closed:
            return
        self.closed = True
        self._keeper.stop()
        self._readers.clear()
        with suppress(sqlite3.Error, ConnectionError):
            self.release_rows([row.id for row in self._ready])
            self.qos.restore_unacked_once()
        self._ready.clear()
        self.closed_file = True
        self._bus.close()
        if self.connection is not None:
            self.connection.close_channel(self)
