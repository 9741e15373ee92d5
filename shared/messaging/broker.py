"""Which broker a URL means: RabbitMQ (`amqp://…`) or the embedded bus on one SQLite file (`embedded:///…/bus.db`)."""

EMBEDDED = "embedded://"
REPLY_SECONDS = 10  # kombu would wait for ever for an answer that a half-dead connection never brings


class PublishFailed(Exception):
    """The round is in doubt: nothing of it may be marked as sent unless confirmed; connect anew.

    `refused`: the broker closed the channel over something in the round; sent again it would do so again.
    """

    def __init__(self, says: str, *, refused: bool = False):
        super().__init__(says)
        self.refused = refused


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


def limit(connection) -> None:
    """Connect, and from here on no question to the broker waits longer than REPLY_SECONDS: it raises then."""
    sock = _socket(connection.connection)
    if sock is not None:
        sock.settimeout(REPLY_SECONDS)


def abandon(connection) -> None:
    """Let go without a word: a goodbye on a connection that is half dead would wait for its answer (kombu#670)."""
    sock = _socket(connection._connection)
    if sock is not None:
        sock.close()
    connection.release()


def _socket(wire):
    """The socket below py-amqp's connection; None on the bus file, and when there is no connection."""
    return getattr(getattr(wire, "_transport", None), "sock", None)


def deliveries(message) -> int:
    """How often the broker gave this message to a reader, this time included; a dead reader's window counts whole."""
    counted = message.delivery_info.get("deliveries")
    return counted or (message.headers or {}).get("x-delivery-count", 0) + 1
