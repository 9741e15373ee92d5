"""Outbox → broker → inbox → effect, over both transports: never lost, handled once."""

import pytest
from sqlalchemy import update

from shared.messaging.broker import open_publisher
from tests.end_to_end.conftest import eventually

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("rabbit")]


def test_an_event_sent_before_its_reader_ever_started_is_heard(path):
    path.announce(3)
    assert path.relay().send_round() == 3
    path.start(path.consumer())
    eventually(lambda: path.handled() == 3)
    assert path.waiting() == 0


def test_an_event_that_leaves_twice_is_handled_once(path):
    path.announce(2)
    relay = path.relay()
    relay.send_round()
    outbox = path.sender.table("outbox")
    with path.sender.work(None) as work:  # the relay died before it could mark the rows
        work.session.execute(update(outbox).values(sent_at=None))
    relay.send_round()
    path.start(path.consumer())
    path.announce(1)
    relay.send_round()
    eventually(lambda: path.handled() == 3)
    assert path.parked() == []
    relay.hang_up()


def test_a_sleeping_relay_is_woken_by_the_commit(path):
    path.start(path.relay(), path.consumer())
    path.announce()
    eventually(lambda: path.handled() == 1)
    path.announce()
    eventually(lambda: path.handled() == 2)


def test_many_events_all_arrive_once(path):
    path.start(path.relay(), path.consumer(), path.consumer())
    for _ in range(10):
        path.announce(100)
    eventually(lambda: path.handled() == 1000)
    assert (path.waiting(), path.parked()) == (0, [])


def test_garbage_on_the_queue_is_buried_and_the_neighbours_flow(path):
    path.announce(1)
    publisher = open_publisher(path.sender.settings.broker_url)
    assert publisher.publish([("garbage", "intake.ticket.moved.v1", "not an event")]) == {"garbage"}
    publisher.close()
    path.start(path.relay(), path.consumer())
    eventually(lambda: path.handled() == 1 and path.parked())
    [(state, error)] = path.parked()
    assert state == "dead" and "Not an event of ours" in error


def test_an_event_that_finds_no_queue_stays_and_the_others_go(path):
    path.announce(2)
    outbox = path.sender.table("outbox")
    with path.sender.work(None) as work:
        first = work.session.execute(outbox.select().order_by(outbox.c.position)).first()
        lost = update(outbox).where(outbox.c.position == first.position)
        work.session.execute(lost.values(routing_key="intake.ticket.vanished.v1"))
    relay = path.relay()
    assert relay.send_round() == 1
    assert relay.send_round() == 0
    assert path.waiting() == 1
    relay.hang_up()
