"""Files in a folder of this machine: written beside, flushed to the disk and moved into place."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from shared.errors import Unavailable

from .store import FileDamaged, FileGone, checked, sound

UNFINISHED = ".unfinished-"


class FolderFiles:
    """After a power cut a file is there whole or not at all: its bytes reach the disk before its name does."""

    def __init__(self, root: Path):
        self.root = Path(root)

    def put(self, key: str, content: bytes) -> None:
        path = self.root / checked(key)
        if self._has(key):
            return
        try:
            _make(path.parent)
            _write(path, content)
        except OSError as error:
            raise Unavailable(f"The file cannot be stored: {error.strerror}.") from error

    def _has(self, key: str) -> bool:
        """Whole: what a disk has damaged is written again."""
        try:
            self.read(key)
        except (FileGone, FileDamaged):
            return False
        return True

    def read(self, key: str) -> bytes:
        try:
            return sound(key, (self.root / checked(key)).read_bytes())
        except FileNotFoundError:
            raise FileGone("This file is not stored (any more).") from None
        except OSError as error:
            raise Unavailable(f"The file cannot be read: {error.strerror}.") from error

    def remove(self, key: str) -> None:
        path = self.root / checked(key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable(f"The file cannot be removed: {error.strerror}.") from error

    def forget_unfinished(self, before: datetime) -> int:
        left = [path for path in self.root.rglob(f"{UNFINISHED}*") if _older(path, before)]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def _older(path: Path, before: datetime) -> bool:
    """One that vanishes meanwhile was finished."""
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


def _make(folder: Path) -> None:
    """Each new folder's own name is flushed too, or a power cut could lose the whole branch."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
        _flush(one.parent)


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _flush(path.parent)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
