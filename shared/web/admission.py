"""Overload (F18): a few requests are worked on at once, a few wait, everybody else is told at once to come again later.

Without it a burst waits in the server's own endless queue, each answer later than the last, until callers give up on
requests that are then served for nobody.
"""

import random
from threading import Semaphore

from flask import Flask, g, request

from shared.errors import Unavailable

from . import health

LATER = (1, 4)  # seconds: not all at the same moment again


class Admission:
    """Of one process. `room` counts who is in hand or waits, `desk` who is in hand."""

    def __init__(self, *, at_once: int, waiting: int, patience: float):
        self.room, self.desk = Semaphore(at_once + waiting), Semaphore(at_once)
        self.patience = patience

    def enter(self) -> None:
        """Raises Unavailable at once when the waiting room is full, and after `patience` seconds in it."""
        if not self.room.acquire(blocking=False):
            raise too_busy()
        if not self.desk.acquire(timeout=self.patience):
            self.room.release()
            raise too_busy()

    def leave(self) -> None:
        self.desk.release()
        self.room.release()


def too_busy() -> Unavailable:
    later = random.randint(*LATER)  # noqa: S311  jitter, not a secret
    return Unavailable("Too many requests at this moment; nothing of yours was looked at.", retry_after=later)


def register(app: Flask, settings) -> None:
    """Every request of this application but probes and our own files, which are answered however busy we are."""
    admission = Admission(
        at_once=getattr(settings, "web_threads", 4),
        waiting=getattr(settings, "web_waiting", 32),
        patience=getattr(settings, "web_patience", 10),
    )
    app.extensions["admission"] = admission  # for tests, which look at its places

    @app.before_request
    def enter() -> None:
        if request.url_rule is None or request.url_rule.rule not in health.QUIET:
            admission.enter()
            g.admitted = True

    @app.teardown_request
    def leave(_error) -> None:
        if g.pop("admitted", False):
            admission.leave()
