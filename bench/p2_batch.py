"""P-2: a ticket that comes in a batch of 100 against one that comes alone (P-1), through the same doors."""

from .figure import Figure, interleaved
from .p1_accept import intake
from .push_load import batches, pushes, run_load
from .rig import Rig

SINGLES, BATCHES, SIZE = 800, 32, 100


def measure(rig: Rig) -> Figure:
    with intake(rig) as platform:

        def ours() -> float:
            return SIZE * run_load(f"{platform.url}/batch", batches(platform, BATCHES, SIZE), accepted=200)

        def reference() -> float:
            return run_load(platform.url, pushes(platform, SINGLES))

        ours(), reference()  # warm
        measured = interleaved(ours, reference)
    return Figure("P-2", "accept a batch of 100, per ticket, against one alone", *measured, "tickets/s", 5)
