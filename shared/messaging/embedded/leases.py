"""Keeps a reader's claim alive while its handlers work, so that only a dead reader's messages go to another."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection

from .bus import open_bus
from .rows import renew

log = logging.getLogger(__name__)


class LeaseKeeper:
    """A background thread with a connection of its own that renews every `lease / 3` seconds what `held` names."""

    def __init__(self, path: str, holder: str, lease: float, held: Callable[[], Collection[int]]):
        self._path, self._holder, self._lease, self._held = path, holder, lease, held
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start once; later calls do nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="frontdesk-leases", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        bus: sqlite3.Connection | None = None
        while not self._stop.wait(self._lease / 3):
            held = list(self._held())
            if not held:
                continue
            try:
                bus = bus or open_bus(self._path, patience=self._lease / 3)
                renew(bus, held, self._holder, self._lease)
            except sqlite3.Error as error:
                # The next round tries again; if that is too late the messages are delivered twice, never lost.
                log.warning("leases could not be renewed: %r", error)
        if bus is not None:
            bus.close()
