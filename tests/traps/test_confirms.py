"""Confirms that lie (reliability.md 2.4.1-4, 2.4.12): each trap is sprung the usual way first, then we go past it."""

import select
import socket
import threading

import pika
import pytest
from kombu import Connection
from sqlalchemy import update

from shared import metrics
from shared.contracts.contract import EVENTS
from shared.messaging.publisher import PublishFailed, RabbitPublisher
from shared.messaging.tests.carriers import Reader
from tests.end_to_end.conftest import Path, eventually

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("traps")]
CONFIRM = 21  # bytes of a confirm on the line
MOVED = "intake.ticket.moved.v1"


@pytest.fixture
def impatient(monkeypatch):
    """What the relay waits for a confirm, made short."""
    monkeypatch.setitem(RabbitPublisher.publish.__kwdefaults__, "seconds", 1)


@pytest.fixture
def alarm(rabbit):
    rabbit.ctl("set_vm_memory_high_watermark", "absolute", "1MB")
    yield
    rabbit.ctl("set_vm_memory_high_watermark", "0.3")


def test_what_no_queue_wants_is_confirmed_and_gone_and_we_are_told(carrier):
    carrier.declare({"wanted": ["a"]})
    with pika.BlockingConnection(pika.URLParameters(carrier.url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish(EVENTS, "unwanted", b"{}")  # the trap: no error, and nobody has it
    assert carrier.waiting("wanted") == 0
    publisher = RabbitPublisher(carrier.url)
    assert publisher.publish([("x", "unwanted", "{}"), ("y", "a", "{}")]) == {"y"}
    publisher.close()


def test_an_old_confirm_is_not_taken_for_a_new_event(carrier, frozen):
    carrier.declare({"inbox": ["a"]})
    with Connection(carrier.url, transport_options={"confirm_publish": True}) as connection:
        usual = connection.Producer()
        usual.publish("{}", exchange=EVENTS, routing_key="a", confirm_timeout=20)
        with frozen():
            for key in ("unwanted", "a"):
                with pytest.raises(TimeoutError):
                    usual.publish("{}", exchange=EVENTS, routing_key=key, confirm_timeout=0.3)
        eventually(lambda: len(_unread(connection.connection.sock)) >= 2 * CONFIRM)
        with frozen():  # the trap: nobody has this one, yet it is "confirmed" by what the others left on the line
            usual.publish("{}", exchange=EVENTS, routing_key="a", confirm_timeout=2)
    ours = RabbitPublisher(carrier.url)
    assert ours.publish([("x", "unwanted", "{}")]) == set()
    with frozen(), pytest.raises(PublishFailed):
        ours.publish([("y", "a", "{}")], seconds=1)
    with pytest.raises(PublishFailed):  # after a doubt the connection is thrown away, not used again
        ours.publish([("z", "a", "{}")], seconds=1)


def _unread(sock) -> bytes:
    return sock.recv(1000, socket.MSG_PEEK) if select.select([sock], [], [], 0)[0] else b""


def test_under_an_alarm_a_round_ends_in_time_and_nothing_is_marked(rabbit, sender, impatient, alarm):
    usual = pika.BlockingConnection(pika.URLParameters(rabbit.url()))
    endless = threading.Thread(target=_publish_and_wait, args=(usual,), daemon=True)
    endless.start()  # the trap: it waits as long as the alarm does
    sender.announce(3)
    relay = sender.relay()
    with pytest.raises(PublishFailed):
        relay.send_round()
    assert sender.waiting() == 3 and endless.is_alive()
    relay.hang_up()
    rabbit.ctl("set_vm_memory_high_watermark", "0.3")
    eventually(lambda: not endless.is_alive())
    eventually(lambda: _sends(relay) and not sender.waiting())
    relay.hang_up()


def _publish_and_wait(connection) -> None:
    channel = connection.channel()
    channel.confirm_delivery()
    channel.basic_publish("", "nobody", b"x")


def _sends(relay) -> int:
    """A round; one that fails is tried again by whoever asked."""
    try:
        return relay.send_round()
    except PublishFailed:
        relay.hang_up()
        return 0


def test_an_alarm_stops_who_sends_and_not_who_reads(carrier, rabbit):
    carrier.declare({"ours": ["a"], "theirs": ["a"]})
    publisher = carrier.publisher()
    publisher.publish([(name, "a", "{}") for name in "xy"])
    with Reader(carrier, "ours", prefetch=1) as ours, Reader(carrier, "theirs", prefetch=1) as theirs:
        held, mixed = ours.take(1)[0], theirs.take(1)[0]
        rabbit.ctl("set_vm_memory_high_watermark", "absolute", "1MB")
        try:
            in_force(publisher)
            theirs.connection.Producer().publish("{}", exchange=EVENTS, routing_key="unwanted")
            for message in (held, mixed):
                message.ack()
            assert ours.take(1)[0].properties["message_id"] == "y"
            assert theirs.nothing(0.3) or theirs.nothing(0.3)  # but for the word that the connection is blocked
            assert theirs.held == [], "the trap: who sends on the reader's connection stops the reader"
        finally:
            rabbit.ctl("set_vm_memory_high_watermark", "0.3")
        assert theirs.take(1)[0].properties["message_id"] == "y"


def in_force(publisher) -> None:
    """An alarm reaches the connections a moment after it was raised."""
    with pytest.raises(PublishFailed):
        for _ in range(1000):
            publisher.publish([("z", "unwanted", "{}")], seconds=1)


def test_a_broker_that_says_no_is_asked_seldom_and_gets_everything_afterwards(carrier, store_of, rabbit):
    carrier.declare({"full": [MOVED]}, {"x-max-length": 1, "x-overflow": "reject-publish"})
    publisher = carrier.publisher()
    with pytest.raises(PublishFailed):
        for _ in range(50):  # a full quorum queue takes a few more
            publisher.publish([("x", MOVED, "{}")])
    path = Path(store_of("intake", rabbit.url()), None, [])
    path.announce(2)
    failed = metrics.loop_failures.labels("intake", "relay")._value.get
    before = failed()
    path.start(path.relay())
    eventually(lambda: failed() >= before + 2)
    (stop, thread) = path.running[0]
    assert failed() - before <= 4, "it is not asked in a storm"
    with Reader(carrier, "full") as reader:
        eventually(lambda: _emptied(reader) and not path.waiting())
    stop.set()
    thread.join(10)


def _emptied(reader) -> bool:
    for message in reader.gather():
        message.ack()
    return True


def test_an_event_the_broker_refuses_does_not_stop_the_others(sender):
    """A channel is closed over one event, again and again, with all its round: in a small round it is found out."""
    sender.announce(40)
    outbox = sender.sender.table("outbox")
    with sender.sender.work(None) as work:
        first = work.session.execute(outbox.select().order_by(outbox.c.position)).first()
        bad = update(outbox).where(outbox.c.position == first.position)
        work.session.execute(bad.values(routing_key="billing.bill.issued.v1"))  # intake may not say that
    relay = sender.relay()
    with pytest.raises(PublishFailed) as refusal:
        relay.send_round()
    assert refusal.value.refused and sender.waiting() == 40, "the trap: one event holds up forty"
    eventually(lambda: _sends(relay) + 1 and sender.waiting() == 1)
    relay.hang_up()
