"""A way into a centre on this machine for whoever may read its data folder; for any other, by login and password."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from shared.principal import Principal
from shared.web.tokens import mint

from .door import Door
from .folder import DataFolder

LIFETIME = 900  # seconds


class NotRunning(Exception):
    """There is no centre to ask; the message says how to start one."""


def door_of(asked) -> Door:
    """Raises NotRunning when the folder's centre is not running."""
    if asked.url:
        return Door(asked.url, asked.login, getpass.getpass(f"Password of {asked.login}: "))
    folder = DataFolder(Path(asked.data))
    url = folder.url()
    if url is None:
        raise NotRunning(f"The centre of {folder.path} is not running: start it with `make run`, or name one by --url.")
    return Door(url, token=local_token(folder))


def local_token(folder: DataFolder) -> str:
    """A short-lived admin's token, signed with the folder's own key."""
    operator = UUID(folder.founded()["operator_id"])
    principal = Principal("person:local", "person", "local", "local", operator, {"*": ("admin",)})
    return mint(folder.private_key.read_text(), principal, now=datetime.now(UTC), seconds=LIFETIME)
