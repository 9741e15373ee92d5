"""C-8: a platform's receiver is down for hours, then slow, then says 500, then 410; another stays silent for good.

Told in a simulated week: everything in order per ticket, by delivery id nothing twice, nothing given up before its
seventh day, and what is given up is shown and can be told again.
"""

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.tests import conftest as notify
from services.notify.tests.webhooks import conftest as webhooks
from services.notify.webhooks.models import DeliveryAttempt, Subscription
from shared.ids import new_id
from tests.fault.strangers import Moody, in_order

service, extra_settings, rows = notify.service, notify.extra_settings, notify.rows
receiver, configure = notify.receiver, notify.configure
platform, move, deliveries = webhooks.platform, webhooks.move, webhooks.deliveries

pytestmark = [pytest.mark.xdist_group("faults")]
TICKETS, MOVES = 6, 5
HOUR = timedelta(hours=1)


@pytest.fixture
def moody():
    server = Moody()
    yield server
    server.close()


def hours(tick, start, count: int, *, step: float = 1) -> datetime:
    """The clock goes round for so many hours; returns what time it is then."""
    for passed in range(int(count / step)):
        tick(start + HOUR * step * (passed + 1))
    return start + HOUR * count


def test_in_order_and_once_through_every_mood_of_the_receiver(
    moody, platform, move, configure, tick, now, deliveries, rows, client, admin
):
    desk, tickets = platform(url=moody.url), [new_id() for _ in range(TICKETS)]
    configure(webhook_timeout=0.5)
    moody.answers[:] = [503]
    for ticket in tickets:
        move(desk, ticket, 2)  # heard before the first, and while the receiver is down
        move(desk, ticket, 1)
    at = hours(tick, now, 10)
    assert moody.effects == {} and {d.state for d in deliveries()} == {"pending"}
    attempts = len(rows(DeliveryAttempt))
    assert attempts <= TICKETS * 6, "a receiver that is down is left alone"

    moody.answers[:], moody.patience = [204], 1.0  # slow: it does its work, and we have hung up by then
    at = hours(tick, at, 12)
    assert moody.repeats > 0, "the negative control: without delivery ids there would be doubles now"
    moody.patience = 0
    at = hours(tick, at, 24)
    assert in_order(moody.effects, 2) and len(moody.effects) == TICKETS

    moody.answers[:] = [500]
    for ticket in tickets:
        move(desk, ticket, 3)
        move(desk, ticket, 4)
    at = hours(tick, at, 20)
    assert in_order(moody.effects, 2)

    moody.answers[:] = [410]
    at = hours(tick, at, 24)
    (subscription,) = rows(Subscription)
    assert (subscription.state, "410" in subscription.reason) == ("disabled", True)
    calls = len(moody.got)
    at = hours(tick, at, 48, step=12)
    assert len(moody.got) == calls, "who says 410 is not asked again"

    moody.answers[:] = [204]
    for ticket in tickets:
        move(desk, ticket, 5)
    client.as_(admin).put(f"/webhook-subscriptions/{desk.id}", json={"url": moody.url})
    hours(tick, max(at, datetime.now(UTC)), 24)
    assert {d.state for d in deliveries()} == {"delivered"} and len(deliveries()) == TICKETS * MOVES
    assert in_order(moody.effects, MOVES) and len(moody.effects) == TICKETS
    assert len(moody.seen) == TICKETS * MOVES and not in_order({"t": [1, 3, 2]}, 3) and not in_order({"t": [1, 1]}, 2)


def test_given_up_on_the_seventh_day_and_not_before_shown_and_told_again(
    moody, platform, move, tick, now, deliveries, client, supervisor
):
    moody.answers[:] = [500]
    desk, ticket = platform(url=moody.url), new_id()
    for sequence in (1, 2, 3):
        move(desk, ticket, sequence)
    tick(now)
    just_before = hours(tick, now, 7 * 24 - 1, step=3)
    assert {d.state for d in deliveries()} == {"pending"}
    hours(tick, just_before, 3)
    assert {d.state for d in deliveries()} == {"given_up"}
    shown = client.as_(supervisor).get("/webhook-deliveries?state=given_up").json["items"]
    assert sorted(item["sequence"] for item in shown) == [1, 2, 3]
    assert any(item["status"] == 500 for item in shown) and all(item["answer"] for item in shown)
    moody.answers[:] = [204]
    first = deliveries()[0]
    client.as_(supervisor).post(f"/webhook-deliveries/{first.id}/resend", json={}, version=first.version)
    tick(datetime.now(UTC))
    assert in_order(moody.effects, 3) and {d.state for d in deliveries()} == {"delivered"}
