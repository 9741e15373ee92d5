"""Where a centre's events and data live: in its folder, or in a private RabbitMQ and PostgreSQL started for it."""

import contextlib
from collections.abc import Callable, Iterator

from .folder import SERVICES

EMBEDDED, SERVERS = "embedded", "servers"


@contextlib.contextmanager
def stage(name: str, tell: Callable[[str], None]) -> Iterator[dict[str, dict[str, str]]]:
    """The addresses of databases and broker for this stage; servers that were started end with it."""
    if name == EMBEDDED:
        yield {}
        return
    from .servers import private_servers

    with private_servers(SERVICES, tell) as servers:
        yield {"databases": servers.databases, "broker": servers.broker}
