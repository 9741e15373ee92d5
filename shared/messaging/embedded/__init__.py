"""Events without a broker: the transport of the embedded default, on one SQLite file with durable bindings."""

from .connection import kombu_connection
from .publisher import EmbeddedPublisher, declare, depths
from .transport import Transport, path_of

__all__ = ["EmbeddedPublisher", "Transport", "declare", "depths", "kombu_connection", "path_of"]
