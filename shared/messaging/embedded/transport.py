"""The kombu transport of the embedded default: `embedded:////absolute/path/bus.db`."""

import socket
import sqlite3
import time
from urllib.parse import unquote, urlsplit

from kombu.transport import TRANSPORT_ALIASES, virtual

from .channel import Channel
from .waiting import Pauses

TRANSPORT_ALIASES["embedded"] = f"{__name__}:Transport"


def path_of(url: str) -> str:
    """The bus file an `embedded:` URL names, always an absolute path. Raises ValueError for any other URL."""
    parts = urlsplit(url)
    if parts.scheme != "embedded" or parts.netloc or parts.query or not parts.path.strip("/"):
        raise ValueError(f"{url!r} names no bus file; write embedded:////absolute/path/bus.db")
    return "/" + unquote(parts.path).lstrip("/")


class Transport(virtual.Transport):
    """Durable queues in one SQLite file, shared by all processes of this machine."""

    Channel = Channel
    can_parse_url = True
    driver_type = "sql"
    driver_name = "embedded"
    connection_errors = (*virtual.Transport.connection_errors, sqlite3.OperationalError)
    recoverable_connection_errors = connection_errors
    recoverable_channel_errors = virtual.Transport.channel_errors
    implements = virtual.Transport.implements.extend(exchange_type=frozenset(["direct", "topic", "fanout"]))

    def __init__(self, client, **kwargs):
        super().__init__(client, **kwargs)
        self.path = path_of(client.hostname)
        self._pauses, self._turn = Pauses(), 0

    def driver_version(self):
        return sqlite3.sqlite_version

    def verify_connection(self, connection):
        return True

    def drain_events(self, connection, timeout=None):
        """Hand over one message; raises socket.timeout when none came within `timeout` seconds."""
        give_up_at = None if timeout is None else time.monotonic() + timeout
        while True:
            if any(channel.deliver_next() for channel in self._in_turn()):
                self._pauses.reset()
                return
            left = None if give_up_at is None else give_up_at - time.monotonic()
            if left is not None and left <= 0:
                raise socket.timeout("No message came.")  # noqa: UP041 - kombu's own word for it
            self._pauses.wait(left)

    def _in_turn(self) -> list[Channel]:
        """Another channel comes first each time, so that a busy one starves none."""
        self._turn += 1
        start = self._turn % max(len(self.channels), 1)
        return self.channels[start:] + self.channels[:start]
