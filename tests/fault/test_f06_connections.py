"""F6: the connections between services and broker are delayed, cut, swallowed, held, refused: what was not surely
confirmed is not marked as sent, and what came twice is handled once (P1, P3, P7)."""

import contextlib
import threading
from functools import partialmethod

import pytest

from shared.messaging.consumer import Consumer
from shared.messaging.publisher import PublishFailed, RabbitPublisher
from shared.messaging.topology import VHOST, inbox_of
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
SEND, PUBLISH = RabbitPublisher._send, RabbitPublisher.publish


@pytest.fixture
def impatient(monkeypatch):
    """A publisher that waits two seconds for its confirms: the same code, so that a test need not wait for a night."""
    monkeypatch.setattr(RabbitPublisher, "publish", partialmethod(PUBLISH, seconds=SECONDS))


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


@pytest.fixture
def late_confirm(proxied_road, proxy, rabbit, impatient, monkeypatch):
    """`late_confirm(relay)`: five events of whose confirms the relay despaired, a sixth that the broker never sees, and
    the five confirms exactly when the sixth has been handed over; returns how many events stand unmarked then."""

    def send_and_hear(publisher) -> None:
        SEND(publisher)
        proxy.release(DOWN)

    def lived_through(relay) -> int:
        proxied_road.announce(1)
        relay.send_round()
        proxied_road.announce(5)
        proxy.hold(DOWN)
        with pytest.raises(PublishFailed):
            relay.send_round()
        eventually(lambda: rabbit.waiting(inbox_of("notify"), VHOST) == 6, LONG)
        proxy.hold(UP)  # from now on nothing reaches the broker
        proxied_road.announce(1)
        monkeypatch.setattr(RabbitPublisher, "_send", send_and_hear)
        monkeypatch.setattr(RabbitPublisher, "publish", partialmethod(PUBLISH, seconds=LONG))
        with contextlib.suppress(PublishFailed):
            relay.send_round()
        monkeypatch.setattr(RabbitPublisher, "_send", SEND)
        return proxied_road.waiting()

    return lived_through


def test_a_confirm_that_comes_after_the_relay_gave_up_marks_no_row(proxied_road, proxy, late_confirm):
    """The stale confirm: credited to what is sent next, it would mark a row that the broker never got."""
    relay = proxied_road.relay()
    assert late_confirm(relay) == 6
    proxy.heal()
    relay.hang_up()
    proxied_road.start(relay, reader(proxied_road))
    eventually(lambda: proxied_road.waiting() == 0, LONG)
    eventually(lambda: len(proxied_road.told()) == 7, LONG)


def test_a_relay_that_keeps_its_connection_and_credits_any_confirm_is_found_out(
    proxied_road, late_confirm, monkeypatch
):
    """The negative control: what other libraries do, which wait for any confirm at all (reliability.md 2.4.2)."""

    def credit(self, _frame):
        self._waiting.clear()
        self._settled.set()

    monkeypatch.setattr(RabbitPublisher, "close", lambda self: None)
    monkeypatch.setattr(RabbitPublisher, "_on_confirm", credit)
    assert late_confirm(proxied_road.relay()) == 0


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
