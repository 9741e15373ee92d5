"""A reader whose broker is away looks again within seconds, and stops when it is told to (P7)."""

import logging
import threading

from shared.messaging.consumer import Consumer
from shared.testing.servers import free_ports
from shared.testing.servers.server import pause


def test_a_consumer_whose_broker_is_away_tries_again_by_itself_and_can_be_stopped(caplog):
    caplog.set_level(logging.WARNING)
    (nobody,) = free_ports(1)
    consumer, stop = Consumer(f"amqp://a:b@127.0.0.1:{nobody}/x", None, service="notify"), threading.Event()
    thread = threading.Thread(target=consumer.run, args=(stop,), daemon=True)
    thread.start()
    for _ in range(3000):
        if "consumer interrupted" in caplog.text:
            break
        pause(0.01)
    assert "consumer interrupted" in caplog.text
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
