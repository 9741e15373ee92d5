"""A private RabbitMQ and PostgreSQL for one day: a database, a role and a broker user per service, nothing shared."""

import contextlib
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from shared.contracts import all_contracts
from shared.messaging.rabbit_password import hash_password
from shared.messaging.topology import VHOST, definitions
from shared.testing.servers import PostgresServer, RabbitServer


@dataclass(frozen=True)
class PrivateServers:
    """Both servers, and how each service reaches them."""

    postgres: PostgresServer
    rabbit: RabbitServer
    databases: dict[str, str]
    broker: dict[str, str]


@contextlib.contextmanager
def private_servers(services: tuple[str, ...], tell: Callable[[str], None]) -> Iterator[PrivateServers]:
    """They run as long as the block does. Raises ServerFailed."""
    passwords = {name: secrets.token_hex(16) for name in services}
    hashes = {name: hash_password(password) for name, password in passwords.items()}
    postgres, rabbit = PostgresServer(), RabbitServer(definitions=definitions(all_contracts(), hashes))
    tell("starting a private PostgreSQL and RabbitMQ")
    try:
        with ThreadPoolExecutor(2) as both:
            started = [both.submit(postgres.start), both.submit(rabbit.start)]
            for server in started:
                server.result()
        tell("PostgreSQL and RabbitMQ are there, a user for each service")
        databases = {name: postgres.create_database(f"frontdesk_{name}", name, passwords[name]) for name in services}
        broker = {name: rabbit.url(name, passwords[name], VHOST) for name in services}
        yield PrivateServers(postgres, rabbit, databases, broker)
    finally:
        rabbit.stop()
        postgres.stop()
