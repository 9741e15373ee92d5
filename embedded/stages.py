"""Where a centre's events and data live: in its folder, or in a private RabbitMQ and PostgreSQL started for it."""

import contextlib
from collections.abc import Callable, Iterator

from .folder import SERVICES, DataFolder

EMBEDDED, SERVERS = "embedded", "servers"


@contextlib.contextmanager
def stage(name: str, folder: DataFolder, tell: Callable[[str], None]) -> Iterator[dict[str, str]]:
    """The patterns of databases and broker for this stage; servers that were started end with it."""
    if name == EMBEDDED:
        yield {}
        return
    from .servers import private_servers

    with private_servers(folder, SERVICES, tell) as patterns:
        yield patterns
