"""F5: the broker is frozen, or takes nothing because of an alarm: doors stay open, the relay waits, no confirm is made
up (P1, P3)."""

from functools import partial

import pytest

from shared.messaging.publisher import PublishFailed
from tests.end_to_end.conftest import eventually
from tests.fault.front import RECORDS
from tests.fault.road import LONG

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]


class Frozen:
    """SIGSTOP: it is there and says nothing."""

    def __init__(self, broker):
        self.begin, self.end = broker.freeze, broker.thaw


class Alarm:
    """Over its memory mark it reads nothing from those who publish, and goes on delivering."""

    def __init__(self, broker):
        self.mark = lambda *words: broker.ctl("set_vm_memory_high_watermark", *words)

    def begin(self) -> None:
        self.mark("absolute", "1MB")

    def end(self) -> None:
        self.mark("0.3")


@pytest.fixture(params=[Frozen, Alarm])
def silence(request, broker):
    silence = request.param(broker)
    yield silence
    silence.end()


def test_what_a_silent_broker_did_not_confirm_is_not_marked_and_goes_later(server_road, silence):
    relay = server_road.relay()
    numbers = server_road.announce(1)
    relay.send_round()
    relay.publisher.publish = partial(relay.publisher.publish, seconds=1)
    numbers += server_road.announce(5)
    silence.begin()
    with pytest.raises(PublishFailed):
        relay.send_round()
    assert server_road.waiting() == 5
    silence.end()
    relay.hang_up()
    server_road.start(relay)
    server_road.worker("notify", "consume")
    server_road.arrives(numbers)


def test_no_door_waits_for_a_silent_broker(front, server_road, broker):
    """It stays silent until every push is answered: a door that waited for it would never answer."""
    workers = [server_road.worker("intake", "relay"), server_road.worker("notify", "consume")]
    before = [front.push_once(record) for record in RECORDS[:20]]
    for silence, records in ((Frozen(broker), RECORDS[20:45]), (Alarm(broker), RECORDS[45:70])):
        try:
            silence.begin()
            during = [front.push_once(record) for record in records]
        finally:
            silence.end()
        assert {answer.status_code for answer in before + during} <= {200, 201}
        assert slow(during) < 20 * slow(before), "ratio of the slow ones, with room for a busy machine"
        eventually(lambda: server_road.waiting() == 0, LONG)
    front.must_stand()
    eventually(lambda: len(server_road.told()) == len(front.platform.accepted), LONG)
    assert server_road.parked() == []
    assert [worker.poll() for worker in workers] == [None, None]


def slow(answers) -> float:
    """Nine in ten are faster: one hiccup of the machine is no fault of the doors."""
    return sorted(answer.elapsed.total_seconds() for answer in answers)[int(len(answers) * 0.9) - 1]
