"""What a consumer asks now and then: how deep its queue is, what is put aside, and what the broker gave up on."""

import logging
from datetime import datetime
from threading import Lock

from amqp.exceptions import NotFound

from shared import metrics

from . import measures
from .settlement import ReadersDied
from .topology import dead_of, inbox_of

EVERY = 10  # seconds
AT_ONCE = 50  # given-up events taken back in one go

log = logging.getLogger(__name__)


class Soundings:
    """On a channel of its own. `dead`: whether this broker keeps a queue of what it gave up; the bus file has none.

    `line` is held while the broker is asked and not while the database is: heartbeats go on however slow that is.
    """

    def __init__(self, connection, line: Lock, settlement, *, service: str, dead: bool):
        self.connection, self.line = connection, line
        with line:
            self.channel = connection.channel()
        self.settlement = settlement
        self.service = service
        self.dead = dead
        self.last: datetime | None = None

    def are_due(self, now: datetime) -> bool:
        """A clock that is set back makes them due at once rather than in an hour."""
        return self.last is None or not 0 <= (now - self.last).total_seconds() < EVERY

    def take(self, now: datetime) -> None:
        self.last = now
        self.depth(inbox_of(self.service))
        if self.dead:
            self.look_among_the_dead(now)
        measures.put_aside(self.service, self.settlement.put_aside())

    def look_among_the_dead(self, now: datetime) -> None:
        """A broker whose definitions lack that queue must not stop the reading."""
        try:
            if self.depth(dead_of(self.service)):
                self.take_back(now)
        except NotFound as error:
            log.error("the broker's definitions are not ours: %r", error)
            with self.line:
                self.channel = self.connection.channel()

    def depth(self, queue: str) -> int:
        """Asked passively, which needs no right and makes nothing."""
        with self.line:
            count = self.channel.queue_declare(queue=queue, passive=True).message_count
        metrics.queue_depth.labels(self.service, queue).set(count)
        return count

    def take_back(self, now: datetime) -> None:
        """From the broker's dead-letter queue, where nobody looks, to the park, where each is tried alone (P5, P7)."""
        for _ in range(AT_ONCE):
            with self.line:
                message = self.channel.basic_get(dead_of(self.service))
            if message is None:
                return
            log.warning("an event the broker gave up on is tried alone")
            self.settlement.set_aside(text_of(message), ReadersDied("The broker gave it up."), now)
            with self.line:
                self.channel.basic_ack(message.delivery_tag)


def text_of(message) -> str:
    """What is no text stays readable, byte by byte: two different ones must not look the same."""
    body = message.body
    return body.decode("utf-8", "backslashreplace") if isinstance(body, bytes) else str(body)
