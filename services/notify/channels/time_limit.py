"""An end to every talk with a stranger: one that sends a byte now and then never times out by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from socket import SHUT_RDWR
from threading import Timer


@contextmanager
def time_limit(connection, seconds: float) -> Iterator[None]:
    """Hang up on `connection.sock` after so many seconds, whichever it is by then; the caller sees a broken line."""
    guard = Timer(seconds, _hang_up, [connection])
    guard.daemon = True
    guard.start()
    try:
        yield
    finally:
        guard.cancel()


def _hang_up(connection) -> None:
    sock = getattr(connection, "sock", None)
    if sock is not None:
        try:
            sock.shutdown(SHUT_RDWR)
        except OSError:
            return  # it has just ended by itself
