"""Private servers for tests and for `make demo STAGE=servers`: free ports, own folders, never left behind."""

from .bucket import s3_server
from .postgres import PostgresServer
from .rabbit import RabbitServer
from .server import PrivateServer, ServerFailed, free_ports
from .sharing import shared_postgres, shared_rabbit

__all__ = [
    "PostgresServer",
    "PrivateServer",
    "RabbitServer",
    "ServerFailed",
    "free_ports",
    "s3_server",
    "shared_postgres",
    "shared_rabbit",
]
