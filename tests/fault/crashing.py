"""A process of a service that dies as by kill -9 at one chosen point of its work. Only tests start it:

python -m tests.fault.crashing <service> <role> <point> <how many times the point is passed>
"""

import importlib
import os
import signal
import sys
from functools import wraps

from shared.heap import loading
from shared.messaging import outbox
from shared.messaging.relay import Relay
from shared.messaging.settlement import Settlement
from shared.service import main

BEFORE, AFTER = True, False
POINTS = {
    "relay before publish": (Relay, "_publish", BEFORE),
    "relay after publish": (Relay, "_publish", AFTER),
    "relay after mark": (outbox, "mark_sent", AFTER),
    "relay after commit": (Relay, "send_round", AFTER),
    "consumer before commit": (Settlement, "answer", AFTER),
    "consumer after commit": (Settlement, "handle", AFTER),
}


def plant(owner, name: str, before: bool, passes: int) -> None:
    """Let `owner.name` be this process's end when it is called for the `passes`-th time and has something to do."""
    inner, left = getattr(owner, name), [passes]

    @wraps(inner)
    def deadly(*args, **kwargs):
        if before and left[0] == 1:
            die()
        done = inner(*args, **kwargs)
        if done == 0:  # a round without events is no work
            return done
        left[0] -= 1
        if not before and left[0] == 0:
            die()
        return done

    setattr(owner, name, deadly)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    service, role, point, passes = sys.argv[1:]
    plant(*POINTS[point], int(passes))
    with loading():
        loaded = importlib.import_module(f"services.{service}.service").service
    main(loaded, [role])
