"""Queue -> inbox -> handlers: what arrived together is one transaction; after a failure each event is its own."""

import logging
import random
from datetime import UTC, datetime
from threading import Event as Flag

from kombu import Queue

from .broker import connect
from .settlement import Settlement
from .topology import inbox_of

HEARTBEAT = 60
WAIT = 0.5  # seconds to wait for a first message, and between looks at the retries
LONGEST_PAUSE = 15

log = logging.getLogger(__name__)


class Consumer:
    """The consume process of one service. Runs until told to stop; a broker or database that is away is waited for."""

    def __init__(self, url: str, settlement: Settlement, *, service: str, prefetch: int = 200):
        self.url = url
        self.settlement = settlement
        self.queue = inbox_of(service)
        self.prefetch = prefetch
        self.pending: list = []
        self.last_look = datetime.now(UTC)

    def run(self, stop: Flag) -> None:
        pause = 0.5
        while not stop.is_set():
            try:
                self.listen(stop)
                pause = 0.5
            except Exception as error:
                log.warning("consumer interrupted: %r; again in about %.1f s", error, pause)
                stop.wait(pause * random.uniform(0.5, 1.5))  # noqa: S311  jitter, not a secret
                pause = min(pause * 2, LONGEST_PAUSE)

    def listen(self, stop: Flag) -> None:
        """One connection's life. Whatever is unacknowledged when it ends comes again, and the inbox knows it."""
        self.pending = []
        with connect(self.url, heartbeat=HEARTBEAT) as connection:
            queue = Queue(self.queue, no_declare=True)
            with connection.Consumer(
                [queue], on_message=self.pending.append, prefetch_count=self.prefetch, auto_declare=False
            ):
                while not stop.is_set():
                    self.gather(connection)
                    self.settle()
                    self.look_at_retries(datetime.now(UTC))

    def look_at_retries(self, now: datetime) -> None:
        """Not after every message: it would cost each a transaction."""
        if (now - self.last_look).total_seconds() >= WAIT:
            self.settlement.retry_due(now)
            self.last_look = now

    def gather(self, connection) -> None:
        """Wait for a first message, then take along what the socket holds already: batches without added delay."""
        wait = WAIT
        while len(self.pending) < self.prefetch:
            try:
                connection.drain_events(timeout=wait)
            except TimeoutError:
                break
            wait = 0
        if connection.heartbeat:
            connection.heartbeat_check()

    def settle(self) -> None:
        """Handle, then acknowledge: after the commit, all with one frame."""
        if not self.pending:
            return
        messages, self.pending[:] = list(self.pending), []
        self.settlement.handle_all([_body(message) for message in messages], datetime.now(UTC))
        messages[-1].ack(multiple=True)


def _body(message) -> str:
    body = message.body
    return body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
