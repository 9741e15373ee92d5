"""Queue -> inbox -> handlers: what arrived together is one transaction; after a failure each event is its own."""

import logging
from datetime import UTC, datetime
from threading import Event as Flag

from kombu import Queue

from shared import metrics
from shared.liveness import beat
from shared.patience import Patience

from .broker import abandon, connect, deliveries, is_embedded, limit
from .pulse import Pulse
from .settlement import AWAY, ReadersDied, Settlement
from .soundings import Soundings, text_of
from .topology import inbox_of

HEARTBEAT = 60
WAIT = 0.5  # seconds to wait for a first message, and between looks at the retries
BATCH_BYTES = 8 * 1024 * 1024  # what is in hand at once is held in memory; the rest stays on the broker or the wire
SUSPECT = 5  # deliveries after which an event may be what kills its readers; far below topology.DELIVERY_LIMIT

log = logging.getLogger(__name__)


class Consumer:
    """The consume process of one service. Runs until told to stop; a broker or database that is away is waited for."""

    def __init__(
        self, url: str, settlement: Settlement, *, service: str, prefetch: int = 200, heartbeat: int = HEARTBEAT
    ):
        self.url = url
        self.settlement = settlement
        self.service = service
        self.prefetch = prefetch
        self.heartbeat = heartbeat
        self.pending: list = []
        self.size = 0
        self.patience = Patience()
        self.last_look = datetime.now(UTC)

    def run(self, stop: Flag) -> None:
        while not stop.is_set():
            beat(self.service, "consumer")
            try:
                self.listen(stop)
            except Exception as error:
                self.wait(stop, self.patience, error)

    def listen(self, stop: Flag) -> None:
        """One connection's life. Whatever is unacknowledged when it ends comes again, and the inbox knows it."""
        self.pending, self.size = [], 0
        connection = connect(self.url, heartbeat=self.heartbeat)
        try:
            limit(connection)
            self.settlement.ask_database()  # before the first message is fetched: each delivery counts
            with Pulse(connection) as pulse:
                self.attend(connection, pulse, stop)
        except BaseException:
            abandon(connection)
            raise
        connection.release()

    def attend(self, connection, pulse: Pulse, stop: Flag) -> None:
        queue = Queue(inbox_of(self.service), no_declare=True)
        reader = connection.Consumer([queue], on_message=self.take, prefetch_count=self.prefetch, auto_declare=False)
        dead = not is_embedded(self.url)
        soundings = Soundings(connection, pulse.line, self.settlement, service=self.service, dead=dead)
        reader.consume()
        while not stop.is_set():
            beat(self.service, "consumer")
            with pulse.line:
                self.gather(connection)
            self.settle(pulse, stop)
            self.look_at_retries(datetime.now(UTC))
            if soundings.are_due(datetime.now(UTC)):
                soundings.take(datetime.now(UTC))
            self.patience.reset()

    def take(self, message) -> None:
        self.pending.append(message)
        self.size += len(message.body)

    def look_at_retries(self, now: datetime) -> None:
        """Not after every message: it would cost each a transaction. A clock set back must not stop the looking."""
        if not 0 <= (now - self.last_look).total_seconds() < WAIT:
            self.settlement.retry_due(now)
            self.last_look = now

    def gather(self, connection) -> None:
        """Wait for a first message, then take along what the socket holds already: batches without added delay."""
        wait = WAIT
        while len(self.pending) < self.prefetch and self.size < BATCH_BYTES:
            try:
                connection.drain_events(timeout=wait)
            except TimeoutError:
                break
            wait = 0
        if connection.heartbeat:
            connection.heartbeat_check()

    def settle(self, pulse: Pulse, stop: Flag) -> None:
        """Handle, then acknowledge: after the commit, all with one frame.

        A database that is away is waited for with the messages in hand: giving them back would count deliveries
        until the broker buries what is healthy (reliability.md 2.4.8).
        """
        messages, self.pending, self.size = self.pending, [], 0
        patience = Patience()
        while messages and not stop.is_set():
            try:
                self.hand_over(messages, datetime.now(UTC))
            except AWAY as error:
                self.wait(stop, patience, error)
                continue
            with pulse.line:
                messages[-1].ack(multiple=True)
            return

    def hand_over(self, messages: list, now: datetime) -> None:
        """What several readers died of is not tried together with its neighbours."""
        suspects = [message for message in messages if deliveries(message) > SUSPECT]
        for message in suspects:
            died = ReadersDied(f"{deliveries(message) - 1} readers ended while they had it.")
            self.settlement.set_aside(text_of(message), died, now)
        self.settlement.handle_all([text_of(message) for message in messages if message not in suspects], now)

    def wait(self, stop: Flag, patience: Patience, error: Exception) -> None:
        pause = patience.next()
        log.warning("consumer interrupted: %r; again in %.1f s", error, pause)
        metrics.loop_failures.labels(self.service, "consumer").inc()
        beat(self.service, "consumer")
        stop.wait(pause)
