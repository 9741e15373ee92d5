"""A web worker ends with its master: an orphan would hold the port for half a minute, and no new master could open."""

import ctypes
import os
import signal
import sys

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def end_with(master: int) -> None:
    """Called in a worker: SIGQUIT, which finishes what is in hand, as soon as the master is gone (Linux)."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGQUIT, 0, 0, 0)
    if os.getppid() != master:
        os.kill(os.getpid(), signal.SIGQUIT)
