"""What both ways of carrying events promise; a carrier that passes this may stand behind any service."""

import signal

import pytest

from .carriers import DEAD, Reader, events, ids, other_process, publish

ROUTES = {
    "intake.ticket.opened.v1": ["intake.ticket.opened.v1"],
    "intake.*.opened.v1": ["intake.ticket.opened.v1", "intake.call.opened.v1"],
    "intake.#": ["intake", "intake.v1", "intake.ticket.opened.v1", "intake.call.opened.v1"],
    "#.opened.v1": ["opened.v1", "intake.ticket.opened.v1", "intake.call.opened.v1"],
    "intake.#.v1": ["intake.v1", "intake.ticket.opened.v1", "intake.call.opened.v1"],
    "*.*": ["opened.v1", "intake.v1"],
    "#": ["intake", "opened.v1", "intake.v1", "intake.ticket.opened.v1", "intake.call.opened.v1", "in+take"],
    "*.#.*": ["opened.v1", "intake.v1", "intake.ticket.opened.v1", "intake.call.opened.v1"],
    "in.take": [],
}


def test_a_message_reaches_exactly_the_queues_whose_binding_matches(carrier):
    carrier.declare({f"q {pattern}": [pattern] for pattern in ROUTES})
    keys = sorted({key for reached in ROUTES.values() for key in reached})
    assert publish(carrier, [(key, key, "{}") for key in keys]) == set(keys)
    for pattern, reached in ROUTES.items():
        with Reader(carrier, f"q {pattern}") as reader:
            assert sorted(ids(reader.take(len(reached)))) == sorted(reached), pattern
            assert reader.nothing(0.02), pattern


def test_a_queue_bound_twice_gets_one_copy(carrier):
    carrier.declare({"inbox": ["a.*", "a.b", "#"]})
    publish(carrier, events(1, "a.b"))
    with Reader(carrier, "inbox") as reader:
        assert ids(reader.take(1)) == ["event-00000"]
        assert reader.nothing(0.1)


def test_events_wait_for_a_reader_that_was_never_started(carrier):
    carrier.declare({"early": ["a.b"], "late": ["a.*"]})
    publish(carrier, events(3, "a.b"))
    with Reader(carrier, "late") as reader:
        assert ids(reader.take(3)) == ["event-00000", "event-00001", "event-00002"]


def test_a_message_arrives_as_it_was_sent(carrier):
    carrier.declare({"inbox": ["a.b"]})
    publish(carrier, [("an-id", "a.b", '{"工单": "漏水"}')])
    with Reader(carrier, "inbox") as reader:
        (message,) = reader.take(1)
        assert message.body == '{"工单": "漏水"}'
        assert message.content_type == "application/cloudevents+json"
        assert message.properties["message_id"] == "an-id"
        assert message.delivery_info["routing_key"] == "a.b"
        assert message.delivery_info["redelivered"] is False


def test_bindings_and_messages_outlive_the_carrier(carrier):
    carrier.declare({"inbox": ["a.#"]})
    publish(carrier, events(20, "a.b"))
    carrier.restart()
    publish(carrier, [("after", "a", "{}")])
    with Reader(carrier, "inbox") as reader:
        assert len(set(ids(reader.take(21)))) == 21


def test_what_is_acknowledged_is_gone(carrier):
    carrier.declare({"inbox": ["a"]})
    publish(carrier, events(2, "a"))
    with Reader(carrier, "inbox") as reader:
        reader.take(1)[0].ack()
        reader.take(1)
    with Reader(carrier, "inbox") as reader:
        (again,) = reader.take(1)
        assert again.properties["message_id"] == "event-00001"
        assert again.delivery_info["redelivered"] is True
        again.ack()
    assert carrier.waiting("inbox") == 0


def test_one_acknowledgement_may_stand_for_all_before_it(carrier):
    carrier.declare({"inbox": ["a"]})
    publish(carrier, events(10, "a"))
    with Reader(carrier, "inbox") as reader:
        reader.take(7)[6].ack(multiple=True)
    with Reader(carrier, "inbox") as reader:
        assert ids(reader.take(3)) == ["event-00007", "event-00008", "event-00009"]


def test_a_requeued_message_comes_again_and_says_so(carrier):
    carrier.declare({"inbox": ["a"]})
    publish(carrier, events(1, "a"))
    with Reader(carrier, "inbox") as reader:
        reader.take(1)[0].requeue()
        (again,) = reader.take(1)
        assert again.delivery_info["redelivered"] is True


def test_a_refused_message_goes_to_the_dead_letter_queue(carrier):
    carrier.declare_dead("inbox.dead")
    carrier.declare({"inbox": ["a"]}, {"x-dead-letter-exchange": DEAD, "x-dead-letter-routing-key": "inbox.dead"})
    publish(carrier, [("bad", "a", "not json")])
    with Reader(carrier, "inbox") as reader, Reader(carrier, "inbox.dead") as undertaker:
        reader.take(1)[0].reject()
        (dead,) = undertaker.take(1)
        assert (dead.properties["message_id"], dead.body) == ("bad", "not json")
        assert reader.nothing(0.05)


HOLD = """
import sys
from shared.messaging.tests.carriers import OnFile, Reader
class Carrier: url = sys.argv[1]
reader = Reader(Carrier, "inbox", prefetch=5, lease=1)
reader.take(5)
print("holding", flush=True)
while True:
    reader.nothing(60)
"""


def test_what_a_killed_reader_held_goes_to_another(carrier):
    carrier.declare({"inbox": ["a"]})
    publish(carrier, events(5, "a"))
    holder = other_process(HOLD, carrier.url)
    assert holder.stdout.readline() == "holding\n"
    assert carrier.waiting("inbox") == 0
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with Reader(carrier, "inbox") as reader:
        again = reader.take(5)
    assert sorted(ids(again)) == ids_of(5)
    assert all(message.delivery_info["redelivered"] for message in again)


def ids_of(count):
    return [f"event-{number:05}" for number in range(count)]


def test_two_racing_readers_get_each_message_once(carrier):
    carrier.declare({"inbox": ["a"]})
    with Reader(carrier, "inbox", prefetch=10) as one, Reader(carrier, "inbox", prefetch=10) as two:
        publish(carrier, events(300, "a"))
        got = {one: [], two: []}
        while len(got[one]) + len(got[two]) < 300:
            for reader in (one, two):
                if taken := reader.gather():
                    got[reader] += ids(taken)
                    taken[-1].ack(multiple=True)
        assert sorted(got[one] + got[two]) == ids_of(300)
        assert got[one] and got[two]
    assert carrier.waiting("inbox") == 0


def test_no_more_than_the_prefetch_count_is_handed_over(carrier):
    carrier.declare({"inbox": ["a"]})
    publish(carrier, events(10, "a"))
    with Reader(carrier, "inbox", prefetch=3) as reader:
        held = reader.take(3)
        assert reader.nothing(0.1)
        assert carrier.waiting("inbox") == 7
        held[0].ack()
        assert ids(reader.take(1)) == ["event-00003"]
        assert reader.nothing(0.05)


def test_an_event_nobody_would_receive_is_reported_and_not_stored(carrier):
    carrier.declare({"inbox": ["a.*"]})
    sent = publish(carrier, [("one", "a.b", "{}"), ("lost", "b.a", "{}"), ("two", "a.c", "{}")])
    assert sent == {"one", "two"}
    assert carrier.waiting("inbox") == 2


def test_a_large_body_arrives_whole(carrier):
    carrier.declare({"inbox": ["a"]})
    body = '{"photo": "' + "字" * 1_000_000 + '"}'
    publish(carrier, [("large", "a", body)])
    with Reader(carrier, "inbox") as reader:
        assert reader.take(1)[0].body == body


@pytest.mark.parametrize("prefetch", [1, 50])
def test_one_reader_gets_one_queue_in_order(carrier, prefetch):
    carrier.declare({"inbox": ["a"]})
    publish(carrier, events(200, "a"))
    with Reader(carrier, "inbox", prefetch=prefetch) as reader:
        got = []
        for _ in range(200):
            (message,) = reader.take(1)
            got += ids([message])
            message.ack()
    assert got == ids_of(200)
