"""Where a test run keeps what need not outlive it: in memory when there is room, otherwise in the temporary folder."""

import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  a file system in memory on Linux
ROOM = 3 << 30  # bytes; a copy of a database is about ten million, and at most a few dozen stand at once


def hasty_place() -> Path:
    """For databases that are thrown away: on a disk, making one waits a third of a second for the one dropped before.

    Never for tests of durability: those need a disk, if only one that a file plays.
    """
    try:
        if shutil.disk_usage(MEMORY).free >= ROOM:
            with tempfile.TemporaryFile(dir=MEMORY):
                return MEMORY
    except OSError:
        pass
    return Path(tempfile.gettempdir())
