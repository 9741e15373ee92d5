"""Which addresses a webhook may be sent to: resolved once, checked, and then connected to exactly (SSRF)."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
TRANSLATED = [ipaddress.ip_network(n) for n in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")]


class Forbidden(ValueError):
    """An address that a receiver may not have."""


@dataclass(frozen=True)
class Target:
    """Where a URL leads: the name for the headers and the certificate, the address for the connection."""

    scheme: str
    host: str
    port: int
    path: str
    address: str = ""


def read_url(url: str) -> Target:
    """Raises Forbidden, saying what would be right, for anything but a plain http or https address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Forbidden("An address such as https://platform.example/hook is expected.") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Forbidden("An address beginning with https:// or http:// is expected.")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("The address must not hold a user name or password.")
    if not url.isascii() or any(ord(c) <= 32 or c == "\\" for c in url):
        raise Forbidden("The address must be plain ASCII without spaces; write other names in punycode.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port or PORTS[parts.scheme], path)


def check_address(address: str) -> None:
    """Raises Forbidden for every address that is not a public host of the internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None)
    if inner is not None:
        return check_address(str(inner))
    translated = found.version == 6 and any(found in network for network in TRANSLATED)
    if translated or found.is_multicast or found.is_reserved or not found.is_global:
        raise Forbidden("The address lies in a private or reserved network.")


def resolve(target: Target, *, private: bool) -> Target:
    """Look the name up once. Every answer must be allowed, or a second look-up could be given the bad one.

    Raises Forbidden, or OSError when the name is unknown.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not private:
        for address in addresses:
            check_address(address)
    return Target(target.scheme, target.host, target.port, target.path, addresses[0])
