"""A consumer of big events holds some of them at a time, on both transports; each reaches its handler."""

import pytest

from shared.messaging import consumer as reading
from shared.messaging.broker import connect, limit
from shared.messaging.consumer import Consumer
from shared.messaging.tests.carriers import eventually, publish

BIG = "x" * 30_000


@pytest.fixture
def queue(carrier):
    carrier.declare({"big.inbox": ["a"]})
    publish(carrier, [(str(number), "a", BIG) for number in range(20)])
    eventually(lambda: carrier.waiting("big.inbox") == 20)
    return carrier


@pytest.mark.servers
def test_big_events_are_taken_a_few_at_a_time(queue, monkeypatch):
    monkeypatch.setattr(reading, "BATCH_BYTES", 100_000)
    consumer, batches = Consumer(queue.url, None, service="big"), []
    with connect(queue.url, heartbeat=60) as connection:
        limit(connection)
        reader = connection.Consumer([reading.Queue("big.inbox", no_declare=True)], on_message=consumer.take,
                                     prefetch_count=200, auto_declare=False)  # fmt: skip
        reader.consume()
        while sum(batches) < 20:
            consumer.gather(connection)
            batches.append(len(consumer.pending))
            consumer.pending, consumer.size = [], 0
    assert max(batches) == 4, "four are the first to weigh more than the bound"
