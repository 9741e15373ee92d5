"""What a process loads at its start stays until its end: looking through it for litter again and again is in vain."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Whatever is made inside is here to stay. Measured: intake's modules load in 1.3 instead of 1.7 s.

    Later collections pass it by, so a busy process looks through its own few requests only.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
