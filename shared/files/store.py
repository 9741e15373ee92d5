"""What a file store is asked for, whatever lies behind it. A file is named by its content, so it never changes."""

import hashlib
import re
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.errors import NotFound, Unavailable

_KEY = re.compile(r"[0-9a-f-]{36}/[0-9a-f-]{36}/[0-9a-f]{2}/[0-9a-f]{64}")


class FileGone(NotFound):
    """Nothing of that name is stored."""


class FileDamaged(Unavailable):
    """What is stored under the name is not what was put there."""

    code, may_pass = "file-damaged", False


class NoPlace(Unavailable):
    """The service was not told where files lie."""

    code = "no-place-for-files"


class Files(Protocol):
    """Every verb may be repeated. Raises Unavailable when the place does not answer or has no room."""

    def put(self, key: str, content: bytes) -> None:
        """Returns when the file is there for good: whole, or not at all."""

    def read(self, key: str) -> bytes:
        """Raises FileGone, or FileDamaged."""

    def remove(self, key: str) -> None:
        """What is not there is removed already."""

    def forget_unfinished(self, before: datetime) -> int:
        """Take away what was begun before this moment and never finished; says how many."""


def key_of(operator_id: UUID, site_id: UUID, content: bytes) -> str:
    """Under the operator and the site it belongs to: what one of them stores tells another nothing."""
    seal = hashlib.sha256(content).hexdigest()
    return f"{operator_id}/{site_id}/{seal[:2]}/{seal}"


def checked(key: str) -> str:
    """Raises ValueError for anything that `key_of` did not make: no name leads out of the place."""
    if not _KEY.fullmatch(key):
        raise ValueError("not the name of a stored file")
    return key


def sound(key: str, content: bytes) -> bytes:
    if hashlib.sha256(content).hexdigest() != key.rsplit("/", 1)[-1]:
        raise FileDamaged("The stored file is not what was put there; restore it from a backup.")
    return content
