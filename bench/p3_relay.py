"""P-3: from the outbox to marked as confirmed, against pika with one confirm at a time and no database at all."""

import time

import pika

from shared.messaging.publisher import RabbitPublisher
from shared.messaging.relay import Relay
from shared.messaging.topology import EVENTS, inbox_of

from .figure import Figure, interleaved
from .rig import Rig, fill_outbox, opened

OURS, REFERENCE = 5000, 500


def measure(rig: Rig) -> Figure:
    store = rig.store("intake")
    relay = Relay(store, rig.broker("intake"))
    relay.publisher = RabbitPublisher(rig.broker("intake"))
    envelopes = opened(REFERENCE)

    def ours() -> float:
        fill_outbox(store, opened(OURS))
        start = time.perf_counter()
        sent = 0
        while sent < OURS:
            sent += relay.send_round()
        return OURS / (time.perf_counter() - start)

    def reference() -> float:
        with pika.BlockingConnection(pika.URLParameters(rig.broker("intake"))) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            start = time.perf_counter()
            for envelope in envelopes:
                channel.basic_publish(
                    EVENTS, envelope.routing_key, envelope.body.encode(),
                    pika.BasicProperties(delivery_mode=2), mandatory=True,
                )  # fmt: skip
            return REFERENCE / (time.perf_counter() - start)

    measured = interleaved(ours, reference)
    relay.hang_up()
    empty(rig, "dispatch", "notify")
    return Figure("P-3", "relay: outbox row → confirmed → marked", *measured, "events/s", 5)


def empty(rig: Rig, *services: str) -> None:
    """Throw away what a measurement left in the queues."""
    with pika.BlockingConnection(pika.URLParameters(rig.rabbit.url(vhost="frontdesk"))) as connection:
        for service in services:
            connection.channel().queue_purge(inbox_of(service))
