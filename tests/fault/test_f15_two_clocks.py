"""F15: two clocks at once: a lease is renewed while its clock works and ends with it; late news undoes nothing."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from services.notify.tests import conftest as notify
from services.notify.tests.webhooks import conftest as webhooks
from services.notify.webhooks.usecases import hold_deliveries
from shared.clockwork import Clockwork
from shared.ids import new_id
from shared.timers import Clock
from tests.end_to_end.conftest import eventually
from tests.fault.road import LONG

service, extra_settings, rows = notify.service, notify.extra_settings, notify.rows
world, receiver, configure = notify.world, notify.receiver, notify.configure
platform, move, deliveries = webhooks.platform, webhooks.move, webhooks.deliveries

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]


def stopped_while_calling(desk, tick, now):
    """A clock that is in the middle of its calls, and stays there until the receiver lets it go."""
    clock = Thread(target=tick, args=(now,), daemon=True)
    clock.start()
    eventually(lambda: desk.got, LONG)
    return clock


@pytest.mark.parametrize("late_news", [500, 204])
def test_what_a_stopped_clock_has_to_say_afterwards_changes_nothing(
    platform, move, deliveries, store, service, now, late_news
):
    store.settings = replace(store.settings, webhook_timeout=LONG)
    desk = platform(late_news, 204, hang=LONG)
    gate = desk.server.hang
    move(desk, new_id(), 1)
    clock = stopped_while_calling(desk, service.clockwork(store).tick, now)
    desk.server.hang = None
    other = service.clockwork(store)
    assert other.tick(now + timedelta(seconds=20)) == 0, "the lease still holds"
    after = now + timedelta(seconds=31)  # and half a minute after a clock has died another goes on
    other.tick(after)
    assert [(d.state, d.tries) for d in deliveries()] == [("delivered", 1)]
    gate.set()
    clock.join(LONG)
    (delivery,) = deliveries()
    assert (delivery.state, delivery.tries, delivery.delivered_at) == ("delivered", 1, after)
    assert len({call["headers"]["webhook-id"] for call in desk.got}) == 1


def test_a_lease_is_renewed_while_calls_take_long_and_no_other_clock_calls(
    platform, move, deliveries, store, service, now, monkeypatch
):
    monkeypatch.setattr(hold_deliveries, "LEASE", timedelta(seconds=1.2))
    store.settings = replace(store.settings, webhook_timeout=LONG)
    desk = platform(204, hang=LONG)
    move(desk, new_id(), 1)
    clock = stopped_while_calling(desk, service.clockwork(store).tick, now)
    first = deliveries()[0].leased_until
    eventually(lambda: deliveries()[0].leased_until >= first + timedelta(seconds=0.7), LONG)
    service.clockwork(store).tick(first + timedelta(seconds=0.1))  # when the lease as it was first taken is over
    desk.server.hang.set()
    clock.join(LONG)
    assert len(desk.got) == 1 and deliveries()[0].leased_until is None


@pytest.mark.parametrize(("lease", "fired"), [(30, 1), (-1, 2)])
def test_without_its_lease_a_timer_fires_twice_and_this_test_would_see_it(store, now, monkeypatch, lease, fired):
    """The negative control: leases that end before they begin."""
    monkeypatch.setattr("shared.clockwork.LEASE", timedelta(seconds=lease))
    clock, seen = Clock(), []
    clock.timer("escalate")(lambda store, timer, at: seen.append(timer.subject_id))
    with store.work(None, now=now) as work:
        work.timers.set("escalate", "a", now)
    one, two = Clockwork(store, [clock]), Clockwork(store, [clock])
    claims = [(clockwork, clockwork.claim(now)) for clockwork in (one, two)]
    for clockwork, claimed in claims:
        for timer in claimed:
            clockwork.fire(timer, now)
    assert len(seen) == fired
