"""Outbox -> broker. Sends first, marks after: an event may leave twice, never not at all."""

import logging
import random
import time
from datetime import UTC, datetime
from threading import Event as Flag
from typing import Any

from . import measures, outbox
from .broker import open_publisher
from .waker import open_waker

ROUND = 500
LINGER = 0.03  # seconds to keep looking after the last find; writers do not NOTIFY again that soon
GLANCE = 0.003  # seconds to the first look after a find; then longer and longer
POLL = 1.0  # the net below the wake-up call
LONGEST_PAUSE = 15
LOOK_AGAIN = 10  # seconds between looks at the unroutable and at the backlog's size

log = logging.getLogger(__name__)


class Relay:
    """The relay process of one service. A broker that is away is waited for; the outbox keeps everything meanwhile."""

    def __init__(self, store, broker_url: str, *, round_size: int = ROUND):
        self.store = store
        self.broker_url = broker_url
        self.table = store.table("outbox")
        self.round_size = round_size
        self.publisher: Any = None
        self.unroutable: set[int] = set()  # left aside for a while, so that they do not stand before the others
        self.look_again_at = 0.0

    def run(self, stop: Flag) -> None:
        waker = open_waker(self.store)
        pause = 0.5
        try:
            while not stop.is_set():
                try:
                    self.drain(stop)
                    pause = 0.5
                    waker.wait(POLL)
                except Exception as error:
                    log.warning("relay interrupted: %r; again in about %.1f s", error, pause)
                    self.hang_up()
                    stop.wait(pause * random.uniform(0.5, 1.5))  # noqa: S311  jitter, not a secret
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            waker.close()
            self.hang_up()

    def drain(self, stop: Flag) -> None:
        """Send rounds until nothing came for a moment."""
        found_at, pause = time.monotonic(), GLANCE
        while not stop.is_set() and time.monotonic() - found_at < LINGER:
            if self.send_round():
                found_at, pause = time.monotonic(), GLANCE
            else:
                time.sleep(pause)
                pause = min(pause * 2, LINGER / 3)

    def send_round(self, now: datetime | None = None) -> int:
        """Send up to one round of waiting events; returns how many the broker confirmed.

        Raises PublishFailed when the round is in doubt: its rows stay unsent and go again.
        """
        now = now or datetime.now(UTC)
        if self.store.sqlite:  # its one writer must not wait for a broker: look, send, then mark
            with self.store.reading(None) as session:
                rows = self._waiting(session)
            done = self._send(rows)
            if done:
                with self.store.work(None, now=now) as work:
                    outbox.mark_sent(work.session, self.table, done, now)
        else:
            with self.store.work(None, now=now) as work:
                rows = self._waiting(work.session)
                done = self._send(rows)
                if done:
                    outbox.mark_sent(work.session, self.table, done, now)
        return len(done)

    def _waiting(self, session) -> list:
        if time.monotonic() > self.look_again_at:
            self.look_again_at = time.monotonic() + LOOK_AGAIN
            self.unroutable.clear()
            measures.backlog(self.store.name, outbox.backlog(session, self.table))
        return outbox.waiting(session, self.table, self.round_size, skip=self.unroutable)

    def _send(self, rows) -> list[int]:
        if not rows:
            return []
        confirmed = self._publish([(str(row.event_id), row.routing_key, row.body) for row in rows])
        done = [row.position for row in rows if str(row.event_id) in confirmed]
        measures.sent.labels(self.store.name).inc(len(done))
        if len(done) < len(rows):
            log.error("%d events found no queue and stay in the outbox", len(rows) - len(done))
            self.unroutable |= {row.position for row in rows} - set(done)
        return done

    def _publish(self, rows) -> set[str]:
        if self.publisher is None:
            self.publisher = open_publisher(self.broker_url)
        return self.publisher.publish(rows)

    def hang_up(self) -> None:
        publisher, self.publisher = self.publisher, None
        if publisher:
            publisher.close()
