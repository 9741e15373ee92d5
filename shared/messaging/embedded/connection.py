"""One way to the events whatever carries them: RabbitMQ by `amqp://…`, or the bus file by `embedded:////…`."""

from kombu import Connection

from .transport import path_of


def kombu_connection(url: str, *, lease: float = 15.0, **options) -> Connection:
    """A kombu connection for readers; `options` go to kombu, with a heartbeat of 60 s on RabbitMQ by default.

    `lease` is for the bus file only: seconds after which another reader gets what a dead one held.
    """
    scheme = url.split(":", 1)[0]
    if scheme == "embedded":
        path_of(url)
        options.pop("heartbeat", None)
        options["transport_options"] = {"lease": lease, **options.get("transport_options", {})}
    elif scheme in ("amqp", "amqps"):
        options = {"heartbeat": 60, "connect_timeout": 5, **options}
    else:
        raise ValueError(f"No way to the events by {scheme!r}; write amqp://… or embedded:////absolute/path/bus.db")
    return Connection(url, **options)
