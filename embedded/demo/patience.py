"""Waiting without sleeping blindly: ask, and ask again a little later, up to a limit."""

import threading
import time
from collections.abc import Callable


def eventually(check: Callable, *, seconds: float, first: float = 0.05, longest: float = 1.0):
    """The first truthy answer of `check`, or its last answer when time is up."""
    until, pause, never = time.monotonic() + seconds, first, threading.Event()
    while not (answer := check()) and time.monotonic() < until:
        never.wait(pause)
        pause = min(longest, pause * 1.6)
    return answer
