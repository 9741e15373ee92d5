"""Which broker a URL means: RabbitMQ (`amqp://…`) or the embedded bus on one SQLite file (`embedded:///…/bus.db`)."""

EMBEDDED = "embedded://"


def is_embedded(url: str) -> bool:
    return url.startswith(EMBEDDED)


def path_of(url: str) -> str:
    """The file of an embedded bus."""
    return url.removeprefix(EMBEDDED)


def open_publisher(url: str):
    """Something with `publish(rows) -> confirmed ids` and `close()`; only what the URL needs is loaded."""
    if is_embedded(url):
        from .embedded import EmbeddedPublisher

        return EmbeddedPublisher(path_of(url))
    from .publisher import RabbitPublisher

    return RabbitPublisher(url)


def connect(url: str, *, heartbeat: int):
    """A kombu connection for reading."""
    from .embedded import kombu_connection

    return kombu_connection(url, heartbeat=heartbeat)
