"""Outbox -> broker. Sends first, marks after: an event may leave twice, never not at all."""

import logging
import time
from datetime import UTC, datetime
from threading import Event as Flag
from typing import Any

from shared import metrics
from shared.liveness import beat
from shared.patience import Patience

from . import measures, outbox
from .broker import PublishFailed, open_publisher
from .turns import FileTurn
from .waker import open_waker

ROUND = 500
DOUBTFUL = 20  # the least of a round after one in doubt; after one that was refused it goes down to a single event
LINGER = 0.03  # seconds to keep looking after the last find; writers do not NOTIFY again that soon
GLANCE = 0.003  # seconds to the first look after a find; then longer and longer
POLL = 1.0  # the net below the wake-up call
LOOK_AGAIN = 10  # seconds between looks at what was set aside and at the backlog's size

log = logging.getLogger(__name__)


class Relay:
    """The relay process of one service. A broker that is away is waited for; the outbox keeps everything meanwhile.

    Any number may run: they take turns, and what one leaves the next sends.
    """

    def __init__(self, store, broker_url: str, *, round_size: int = ROUND):
        self.store = store
        self.broker_url = broker_url
        self.table = store.table("outbox")
        self.round_size = self.most = round_size
        self.turn = FileTurn(store)
        self.publisher: Any = None
        self.in_hand: list = []
        self.aside: set[int] = set()  # found no queue, or refused: left for a while, not to stand before the others
        self.look_again_at = 0.0

    def run(self, stop: Flag) -> None:
        waker = open_waker(self.store)
        patience = Patience()
        try:
            while not stop.is_set():
                beat(self.store.name, "relay")
                try:
                    self.drain(stop)
                    patience.reset()
                    waker.wait(POLL)
                except Exception as error:
                    pause = patience.next()
                    log.warning("relay interrupted: %r; again in %.1f s", error, pause)
                    metrics.loop_failures.labels(self.store.name, "relay").inc()
                    self.hang_up()
                    stop.wait(pause)
        finally:
            waker.close()
            self.hang_up()

    def drain(self, stop: Flag) -> None:
        """Send rounds until nothing came for a moment."""
        found_at, pause = time.monotonic(), GLANCE
        while not stop.is_set() and time.monotonic() - found_at < LINGER:
            if self.send_round():
                beat(self.store.name, "relay")
                found_at, pause = time.monotonic(), GLANCE
            else:
                stop.wait(pause)
                pause = min(pause * 2, LINGER / 3)

    def send_round(self, now: datetime | None = None) -> int:
        """Send up to one round of waiting events; returns how many the broker confirmed.

        Raises PublishFailed when the round is in doubt: its rows stay unsent and go again.
        """
        now = now or datetime.now(UTC)
        self.in_hand = []
        try:
            sent = self._round_of_file(now) if self.store.sqlite else self._round(now)
        except Exception as error:
            metrics.relay_rounds.labels(self.store.name, "failed").inc()
            self._be_careful(error)
            raise
        self.most = min(self.most * 2, self.round_size)
        metrics.relay_rounds.labels(self.store.name, "sent" if sent else "nothing").inc()
        return sent

    def _round(self, now: datetime) -> int:
        with self.store.work(None, now=now) as work:
            done = self._send(self._waiting(work.session))
            if done:
                outbox.mark_sent(work.session, self.table, done, now)
        return len(done)

    def _round_of_file(self, now: datetime) -> int:
        """SQLite's one writer must not wait for a broker: look, send, then mark."""
        with self.turn.taken() as ours:
            if not ours:
                return 0
            with self.store.reading(None) as session:
                rows = self._waiting(session)
            done = self._send(rows)
            if done:
                with self.store.work(None, now=now) as work:
                    outbox.mark_sent(work.session, self.table, done, now)
        return len(done)

    def _be_careful(self, error: Exception) -> None:
        """After a failure a small round: little is in doubt, and an event the broker refuses is soon found alone."""
        refused = isinstance(error, PublishFailed) and error.refused
        if refused and len(self.in_hand) == 1:
            log.error("event %s is refused by the broker and stays in the outbox", self.in_hand[0].event_id)
            self._set_aside({self.in_hand[0].position})
        else:
            self.most = max(1 if refused else DOUBTFUL, min(self.most, len(self.in_hand) or self.most) // 4)

    def _waiting(self, session) -> list:
        if time.monotonic() > self.look_again_at:
            self.look_again_at = time.monotonic() + LOOK_AGAIN
            metrics.outbox_set_aside.labels(self.store.name).set(len(self.aside))
            self.aside.clear()
            measures.backlog(self.store.name, outbox.backlog(session, self.table))
        self.in_hand = outbox.waiting(session, self.table, self.most, skip=self.aside)
        return self.in_hand

    def _send(self, rows) -> list[int]:
        if not rows:
            return []
        confirmed = self._publish([(str(row.event_id), row.routing_key, row.body) for row in rows])
        done = [row.position for row in rows if str(row.event_id) in confirmed]
        metrics.events_sent.labels(self.store.name).inc(len(done))
        if len(done) < len(rows):
            log.error("%d events found no queue and stay in the outbox", len(rows) - len(done))
            self._set_aside({row.position for row in rows} - set(done))
        return done

    def _set_aside(self, positions: set[int]) -> None:
        self.aside |= positions
        metrics.outbox_set_aside.labels(self.store.name).set(len(self.aside))

    def _publish(self, rows) -> set[str]:
        if self.publisher is None:
            self.publisher = open_publisher(self.broker_url)
        return self.publisher.publish(rows)

    def hang_up(self) -> None:
        publisher, self.publisher = self.publisher, None
        if publisher:
            publisher.close()
