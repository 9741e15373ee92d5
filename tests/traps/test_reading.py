"""Traps of those who read (reliability.md 2.4.5-9, 2.7.13): first how one is usually caught, then that we are not."""

import contextlib
import pickle
import threading
from datetime import UTC, datetime, timedelta

import pika
import pytest
from sqlalchemy.exc import OperationalError

from shared.contracts.contract import CONTENT_TYPE
from shared.contracts.intake import TicketMoved
from shared.messaging import broker, topology
from shared.messaging.consumer import SUSPECT
from shared.messaging.embedded import kombu_connection
from shared.messaging.parked import WAITS
from shared.messaging.tests.carriers import Reader, publish
from tests.end_to_end.conftest import Path, eventually

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("traps")]
BUSY = 4  # seconds, with heartbeats agreed at one: the broker hangs up after two of silence
INBOX, DEAD = "notify.inbox", "notify.dead"


class Died(BaseException):
    """The process that had the event is gone, as far as the consumer can tell."""


def run(consumer, stop) -> threading.Thread:
    thread = threading.Thread(target=consumer.run, args=(stop,), daemon=True)
    thread.start()
    return thread


def depth(channel, queue) -> int:
    return channel.queue_declare(queue, passive=True).method.message_count


def test_a_handler_that_takes_four_heartbeats_keeps_its_connection(carrier, house, sender, reader):
    carrier.declare({"usual": ["a"]})
    publish(carrier, [("x", "a", "{}")])
    told, idle = [], threading.Event()
    ours = reader(TicketMoved, lambda event: (told.append(event.id), idle.wait(BUSY)), heartbeat=1)
    sender.announce(1)
    sender.relay().send_round()
    thread = run(ours.consumer, ours.stop)
    with pika_reader(carrier.url, heartbeat=1) as (channel, tag):
        idle.wait(BUSY)
        with pytest.raises(pika.exceptions.AMQPError):  # the trap: the work is done and cannot be acknowledged
            channel.basic_ack(tag)
            channel.connection.process_data_events(5)
    eventually(lambda: carrier.waiting("usual") == 1)
    eventually(lambda: handled(ours) == 1)
    assert ours.consumer.patience.pause == ours.consumer.patience.first, "never interrupted"
    ours.stop.set()
    thread.join(10)
    assert len(told) == 1 and depth(house, INBOX) == 0


class pika_reader:
    """One message in hand of a reader that does nothing else meanwhile."""

    def __init__(self, url, heartbeat):
        parameters = pika.URLParameters(url)
        parameters.heartbeat = heartbeat
        self.connection = pika.BlockingConnection(parameters)

    def __enter__(self):
        channel = self.connection.channel()
        method, _, _ = channel.basic_get("usual")
        return channel, method.delivery_tag

    def __exit__(self, *_):
        if self.connection.is_open:
            self.connection.close()


def handled(ours) -> int:
    return Path(None, ours.consumer.settlement.store, []).handled()


def test_a_half_dead_connection_is_let_go_without_a_goodbye(carrier, frozen, monkeypatch):
    carrier.declare({"inbox": ["a"]})
    usual, ours, asked = (kombu_connection(carrier.url) for _ in range(3))
    for connection in (usual, ours, asked):
        assert connection.default_channel.is_open
    monkeypatch.setattr(broker, "REPLY_SECONDS", 0.5)
    broker.limit(asked)
    polite = threading.Thread(target=usual.release, daemon=True)
    with frozen():
        polite.start()
        broker.abandon(ours)
        with pytest.raises(TimeoutError):
            asked.default_channel.queue_declare("inbox", passive=True)
        polite.join(1)
        assert polite.is_alive(), "the trap: a goodbye waits for an answer"
    broker.abandon(asked)
    polite.join(30)


def test_readers_that_die_do_not_bury_the_healthy(carrier, house, sender, reader):
    carrier.declare_dead("usual.dead")
    limited = {"x-delivery-limit": 3, "x-dead-letter-exchange": "conformance.dead"}
    carrier.declare({"usual": ["a"]}, {**limited, "x-dead-letter-routing-key": "usual.dead"})
    publish(carrier, [(f"{n}", "a", "{}") for n in range(10)])
    for _ in range(4):
        crashed = Reader(carrier, "usual", prefetch=10)
        crashed.take(10)
        broker.abandon(crashed.connection)
    eventually(lambda: carrier.waiting("usual.dead") == 10)  # the trap: nine of them were well

    numbers = sender.announce(10)

    def answer(event):
        if event.data["number"] == numbers[3]:
            raise Died

    sender.relay().send_round()
    ours = reader(TicketMoved, answer)
    watch = threading.Thread(target=lambda: (eventually(lambda: handled(ours) == 9), ours.stop.set()))
    watch.start()
    deaths = 0
    while not ours.stop.is_set():
        try:
            ours.consumer.listen(ours.stop)
        except Died:
            deaths += 1
    watch.join()
    assert SUSPECT <= deaths <= SUSPECT + 5 < topology.DELIVERY_LIMIT
    assert handled(ours) == 9
    assert [state for state, _ in ours.parked()] == ["waiting"]
    assert depth(house, DEAD) == 0


def test_an_event_that_ends_its_readers_is_buried_after_its_last_try(sender, reader, house):
    def answer(event):
        raise Died

    sender.announce(1)
    sender.relay().send_round()
    ours = reader(TicketMoved, answer)
    for _ in range(SUSPECT + 1):  # the last time from the park
        with pytest.raises(Died):
            ours.consumer.listen(ours.stop)
    assert [state for state, _ in ours.parked()] == ["waiting"]
    day, tries = datetime.now(UTC), 1
    while [state for state, _ in ours.parked()] == ["waiting"]:
        day += timedelta(days=1)
        with contextlib.suppress(Died):
            ours.consumer.settlement.retry_due(day)
            continue
        tries += 1
    assert (tries, [state for state, _ in ours.parked()]) == (len(WAITS), ["dead"])


def test_a_database_that_is_away_sends_no_message_back(house, sender, reader):
    """Given back, each message is delivered anew and counted, until the broker buries it: 50 times are 12 minutes."""
    away, counts = [OperationalError("x", {}, Exception("away"))] * 2, []

    def answer(event):
        if away:
            raise away.pop()
        ours.stop.set()

    ours = reader(TicketMoved, answer)
    take = ours.consumer.take
    ours.consumer.take = lambda message: (counts.append(broker.deliveries(message)), take(message))
    sender.announce(1)
    sender.relay().send_round()
    ours.consumer.listen(ours.stop)
    assert (counts, away, handled(ours)) == ([1], [], 1)


def test_what_the_broker_gave_up_is_taken_back_and_tried_alone(house, sender, reader):
    """At least once into the dead-letter queue, and from there to the worklist: nobody looks into queues (P5)."""
    sender.announce(2)
    sender.relay().send_round()
    for _ in range(2):
        method, _, _ = house.basic_get(INBOX)
        house.basic_nack(method.delivery_tag, requeue=False)
    eventually(lambda: depth(house, DEAD) == 2)
    heard = []

    def answer(event):
        heard.append(event.id)
        if len(heard) == 2:
            ours.stop.set()

    ours = reader(TicketMoved, answer)
    ours.consumer.run(ours.stop)
    assert (handled(ours), ours.parked(), depth(house, DEAD)) == (2, [], 0)


class Bomb:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_a_pickle_is_buried_and_not_opened(carrier, house, reader, tmp_path):
    kind = pika.BasicProperties(content_type="application/x-python-serialize", content_encoding="binary")
    carrier.declare({"usual": ["a"]})
    channel = house.connection.channel()
    channel.basic_publish("", INBOX, pickle.dumps(Bomb(tmp_path / "ours")), kind)
    with pika.BlockingConnection(pika.URLParameters(carrier.url)) as other:
        other.channel().basic_publish("", "usual", pickle.dumps(Bomb(tmp_path / "usual")), kind)
    with Reader(carrier, "usual") as trusting:
        message = trusting.take(1)[0]
        message.accept = {"application/x-python-serialize"}
        message.decode()  # the trap: reading is running
    ours = reader(TicketMoved, lambda event: None)
    thread = run(ours.consumer, ours.stop)
    eventually(ours.parked)
    ours.stop.set()
    thread.join(10)
    assert [state for state, _ in ours.parked()] == ["dead"]
    assert [path.name for path in tmp_path.iterdir() if path.name in ("ours", "usual")] == ["usual"]
    assert "python" not in CONTENT_TYPE
