"""How much the fault tests do: a short form on every change, a long one by `make fault` (FRONTDESK_FAULT_LONG=1)."""

import os
from typing import NamedTuple

LONG = os.environ.get("FRONTDESK_FAULT_LONG") == "1"


class Scale(NamedTuple):
    """`tickets` are pushed; so many faults of each kind happen. `whole`: each ticket is carried to its end."""

    tickets: int
    broker: int
    database: int
    more_kills: int  # besides one of every kind of process
    whole: bool


STORM = Scale(5000, 3, 2, 8, whole=False) if LONG else Scale(40, 1, 1, 0, whole=True)
PUSHES = 10_000 if LONG else 600  # C-1
SECONDS = 3600 if LONG else 900  # a limit for the stuck
