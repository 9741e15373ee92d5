"""One HTTP POST to a stranger: a checked address, no redirects, a time limit on the whole, a short answer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from .addresses import Target, read_url, resolve
from .time_limit import time_limit

LONGEST_ANSWER = 64 * 1024
LONGEST_WAIT = 24 * 3600  # seconds of Retry-After that we believe


class Unreachable(Exception):
    """No answer came: no such host, refused, hung up, or too slow."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: str
    retry_after: int | None


def post(url: str, body: bytes, headers: dict, *, timeout: float, private: bool) -> Reply:
    """Raises Unreachable, or addresses.Forbidden when the receiver's address is not allowed."""
    try:
        target = resolve(read_url(url), private=private)
    except OSError as error:
        raise Unreachable(f"the name is not known ({type(error).__name__})") from error
    connection = _connection(target, timeout)
    try:
        headers = {"Host": _host(target), **headers}
        with time_limit(connection, timeout):
            connection.request("POST", target.path, body, headers, preload_content=False, decode_content=False)
            line = connection.sock
            response = connection.getresponse()
            connection.sock = line  # let go of by "Connection: close", while the answer may still drip in
            said = response.read(LONGEST_ANSWER, decode_content=False)
        return Reply(response.status, said.decode("utf-8", "replace"), _seconds(response.headers.get("Retry-After")))
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    finally:
        connection.close()


def _connection(target: Target, timeout: float) -> HTTPConnection:
    """Connects to the address that was checked, while certificate and Host speak of the name."""
    if target.scheme == "http":
        return HTTPConnection(target.address, target.port, timeout=timeout)
    return HTTPSConnection(
        target.address, target.port, timeout=timeout, server_hostname=target.host, assert_hostname=target.host
    )


def _host(target: Target) -> str:
    name = f"[{target.host}]" if ":" in target.host else target.host
    return name if target.port in (80, 443) else f"{name}:{target.port}"


def _seconds(value: str | None) -> int | None:
    """Retry-After in seconds, whether given as a number or as a date."""
    if not value:
        return None
    try:
        wait = int(value) if value.strip().isdigit() else _until(parsedate_to_datetime(value))
    except (TypeError, ValueError):
        return None
    return max(0, min(wait, LONGEST_WAIT))


def _until(moment: datetime) -> int:
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int((moment - datetime.now(UTC)).total_seconds())
