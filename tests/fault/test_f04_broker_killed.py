"""F4: the broker is killed: doors go on accepting, nothing is lost, and all arrives without hands (P1, P3, P7)."""

import pytest

from shared.messaging.publisher import PublishFailed
from tests.end_to_end.conftest import eventually
from tests.fault.front import RECORDS
from tests.fault.road import LONG

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]


def test_relay_and_consumer_live_through_the_death_of_the_broker(server_road, broker, dice):
    workers = [server_road.worker("intake", "relay"), server_road.worker("notify", "consume")]
    numbers = server_road.announce(20)
    eventually(lambda: server_road.told(), LONG)
    for _ in range(2):
        numbers += server_road.announce(dice.randint(50, 300))
        broker.kill()
        numbers += server_road.announce(20)
        broker.start()
        numbers += server_road.announce(20)
        server_road.arrives(numbers)
    assert [worker.poll() for worker in workers] == [None, None], "they go on without hands"


def test_doors_accept_while_the_broker_is_dead_and_everything_arrives_later(front, server_road, broker):
    broker.kill()
    server_road.worker("intake", "relay")
    server_road.worker("notify", "consume")
    answers = [front.push_once(record) for record in RECORDS[:20]]
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert max(answer.elapsed.total_seconds() for answer in answers) < 10, "no request waits for a broker"
    front.must_stand()
    assert server_road.waiting() > 0
    broker.start()
    eventually(lambda: server_road.waiting() == 0, LONG)
    eventually(lambda: len(server_road.told()) == len(front.platform.accepted), LONG)


def test_a_relay_that_finds_its_connection_dead_sends_at_once_on_a_new_one(server_road, broker):
    relay = server_road.relay()
    server_road.announce(1)
    relay.send_round()
    broker.kill()
    broker.start()
    eventually(relay.publisher._ended.is_set, LONG)
    server_road.announce(1)
    with pytest.raises(PublishFailed, match="gone"):
        relay.send_round()
    relay.hang_up()
    assert relay.send_round() == 1
    relay.hang_up()
