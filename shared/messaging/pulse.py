"""Heartbeats while handlers work: without them RabbitMQ takes a busy reader for a dead one (reliability.md 2.4.5)."""

import logging
from threading import Event, Lock, Thread

log = logging.getLogger(__name__)


class Pulse:
    """Tells the broker that we live, whatever the reader does meanwhile.

    kombu's connections are not for two threads at once: whoever uses the connection holds `line`. On the bus file
    nothing beats here; its leases are renewed in `embedded/leases.py`.
    """

    def __init__(self, connection):
        self.line = Lock()
        self._wire = connection.connection
        self._every = (getattr(self._wire, "heartbeat", 0) or 0) / 3
        self._over = Event()
        self._thread = Thread(target=self._run, name="pulse", daemon=True)

    def _run(self) -> None:
        while not self._over.wait(self._every):
            with self.line:
                if self._over.is_set():
                    return
                try:
                    self._wire.send_heartbeat()
                except Exception as error:
                    log.info("no heartbeat any more: %r", error)  # the reader finds out when it acknowledges
                    return

    def __enter__(self) -> "Pulse":
        if self._every:
            self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
