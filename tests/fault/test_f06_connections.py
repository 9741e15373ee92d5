"""F6: the connections between services and broker are delayed, cut, swallowed, held, refused: what was not surely
confirmed is not marked as sent, and what came twice is handled once (P1, P3, P7)."""

import contextlib
import threading

import pytest

from shared.messaging.consumer import Consumer
from shared.messaging.publisher import PublishFailed, RabbitPublisher
from tests.end_to_end.conftest import eventually, service_of
from tests.fault import scale
from tests.fault.road import LONG
from tests.ledger.proxy import DOWN, UP

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]

FAULTS = {
    "delayed": lambda proxy: proxy.delay(0.2),
    "cut": lambda proxy: proxy.cut(),
    "cut in mid-word": lambda proxy: (proxy.cut_after(3000), proxy.cut()),
    "refused": lambda proxy: (proxy.refuse(), proxy.cut()),
    "held both ways": lambda proxy: proxy.hold(),
    "confirms held": lambda proxy: proxy.hold(DOWN),
    "half-open": lambda proxy: proxy.swallow(UP),
    "confirms swallowed": lambda proxy: proxy.swallow(DOWN),
}
SECONDS = 2  # until a publisher of these tests gives up waiting; ten as shipped


@pytest.fixture
def impatient(monkeypatch):
    """A publisher that waits two seconds for its confirms, and a reader whose heart beats every two: the same code, so
    that a test need not wait as long as a night."""
    publish = RabbitPublisher.publish
    hasty = lambda self, rows, seconds=SECONDS: publish(self, rows, seconds=seconds)  # noqa: E731
    monkeypatch.setattr(RabbitPublisher, "publish", hasty)


def reader(road) -> Consumer:
    settlement = service_of("notify").settlement(road.reader)
    return Consumer(road.reader.settings.broker_url, settlement, service="notify", prefetch=10, heartbeat=4)


def test_whatever_happens_to_its_connection_the_relay_loses_nothing_and_marks_nothing_unconfirmed(
    proxied_road, proxy, dice, impatient
):
    road = proxied_road
    road.start(road.relay(), reader(road))
    numbers = road.announce(5)
    eventually(lambda: len(road.told()) == 5, LONG)
    for fault in dice.sample(list(FAULTS), len(FAULTS) if scale.LONG else 4):
        FAULTS[fault](proxy)
        numbers += road.announce(dice.randint(5, 40))
        threading.Event().wait(dice.uniform(0, 1.5 * SECONDS))  # how long the fault lasts is the dice's choice
        proxy.heal()
        eventually(lambda: road.waiting() == 0, LONG)
    road.arrives(numbers)


def waiting_after_a_late_confirm(road, proxy, relay) -> int:
    """Five events of whose confirms the relay despaired, a sixth that the broker never sees, then the five confirms."""
    road.announce(1)
    relay.send_round()
    road.announce(5)
    proxy.hold(DOWN)
    with pytest.raises(PublishFailed):
        relay.send_round()
    proxy.hold(UP)  # from now on nothing reaches the broker …
    road.announce(1)
    threading.Timer(SECONDS / 4, proxy.release, [DOWN]).start()  # … and the five confirms come while the sixth is sent
    with contextlib.suppress(PublishFailed):
        relay.send_round()
    return road.waiting()


def test_a_confirm_that_comes_after_the_relay_gave_up_marks_no_row(proxied_road, proxy, impatient):
    """The stale confirm: credited to what is sent next, it would mark a row that the broker never got."""
    relay = proxied_road.relay()
    assert waiting_after_a_late_confirm(proxied_road, proxy, relay) == 6
    proxy.heal()
    relay.hang_up()
    proxied_road.start(relay, reader(proxied_road))
    eventually(lambda: proxied_road.waiting() == 0, LONG)
    eventually(lambda: len(proxied_road.told()) == 7, LONG)


def test_a_relay_that_keeps_its_connection_and_credits_any_confirm_is_found_out(
    proxied_road, proxy, impatient, monkeypatch
):
    """The negative control: what other libraries do, which wait for any confirm at all (reliability.md 2.4.2)."""

    def credit(self, _frame):
        self._waiting.clear()
        self._settled.set()

    monkeypatch.setattr(RabbitPublisher, "close", lambda self: None)
    monkeypatch.setattr(RabbitPublisher, "_on_confirm", credit)

    def fooled() -> bool:  # it takes a moment that a busy machine may miss
        proxy.heal()
        return waiting_after_a_late_confirm(proxied_road, proxy, proxied_road.relay()) < 6

    assert any(fooled() for _ in range(4))


def test_a_reader_whose_connection_went_deaf_finds_out_and_reads_on(proxied_road, proxy, dice):
    road, relay = proxied_road, proxied_road.relay()
    road.start(reader(road))
    numbers = road.announce(5)
    relay.send_round()
    eventually(lambda: len(road.told()) == 5, LONG)
    relay.hang_up()
    proxy.swallow(*dice.choice([(UP,), (DOWN,), (UP, DOWN)]))
    numbers += road.announce(20)
    relay.send_round()
    relay.hang_up()
    road.arrives(numbers)
