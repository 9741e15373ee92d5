"""F13: gateways and receivers at their worst: limits hold, nobody waits for them, and a failure is shown (P10)."""

from datetime import timedelta
from threading import Thread
from types import SimpleNamespace

import pytest

from services.notify.channels.breaker import Breaker
from services.notify.messages import clock as messages_clock
from services.notify.messages.models import Attempt, Message
from services.notify.tests import conftest as notify
from services.notify.tests.webhooks import conftest as webhooks
from services.notify.webhooks.models import DeliveryAttempt
from services.notify.webhooks.rules import GIVE_UP_AFTER
from shared.ids import new_id
from tests.end_to_end.conftest import eventually
from tests.fault.road import LONG
from tests.fault.strangers import Rude

service, extra_settings, rows = notify.service, notify.extra_settings, notify.rows
world, receiver, configure = notify.world, notify.receiver, notify.configure
platform, move, deliveries = webhooks.platform, webhooks.move, webhooks.deliveries

pytestmark = [pytest.mark.xdist_group("faults")]
LIMIT = 0.3  # seconds a channel may take here
INSIDE = {"Location": "http://127.0.0.1:9/inside"}
STATUSES = {"500": 500, "429": (429, {"Retry-After": "60"}), "302": (302, INSIDE), "410": 410, "503": 503}
RUDE = ("close", "nonsense", "drip", "hang")
LARGE = (200, {}, b"x" * 10_000_000)


@pytest.fixture
def database(service, sqlite_templates):
    """What strangers do does not depend on the database."""
    url = sqlite_templates.fresh(service.name)
    yield url
    sqlite_templates.drop(url)


@pytest.fixture(autouse=True)
def _fresh_breaker(monkeypatch):
    monkeypatch.setattr(messages_clock, "breaker", Breaker())


@pytest.fixture
def endpoint(receiver):
    """`endpoint("hang")`: where it is, and how often it was called."""
    rude = []

    def start(manner: str):
        if manner in STATUSES:
            server = receiver(STATUSES[manner])
            return SimpleNamespace(url=server.url, calls=lambda: len(server.got))
        one = Rude(manner)
        rude.append(one)
        url = f"http://127.0.0.1:{one.port}/hook"
        return SimpleNamespace(url=url, port=one.port, calls=lambda: one.calls, end=one.close)

    yield start
    for one in rude:
        one.close()


def days(tick, now, many: float, hours: float = 1) -> None:
    for step in range(int(many * 24 / hours) + 1):
        tick(now + timedelta(hours=step * hours))


def is_limited_and_shown(store, rows, announced, client, supervisor, calls: int) -> None:
    """The message failed after few tries; that is in its list, and announced for somebody to phone instead (P10)."""
    (message,) = rows(Message)
    assert message.state == "failed" and message.reason
    assert 1 <= calls <= store.settings.channel_tries and len(rows(Attempt)) == message.tries == calls
    (told,) = [data for _, data in announced("notify.message.failed")]
    assert told["message_id"] == message.id
    shown = client.as_(supervisor).get("/messages?state=failed").json["items"]
    assert [item["id"] for item in shown] == [str(message.id)]


@pytest.mark.parametrize("manner", [*STATUSES, *RUDE])
def test_a_bad_sms_gateway_is_asked_a_few_times_and_the_failure_is_shown(
    manner, endpoint, world, rows, configure, tick, now, store, announced, client, supervisor
):
    gateway = endpoint(manner)
    configure(sms_url=gateway.url, in_app=False, channel_timeout=LIMIT)
    world.open()
    days(tick, now, 0.5, hours=2)
    is_limited_and_shown(store, rows, announced, client, supervisor, gateway.calls())


@pytest.mark.parametrize("manner", RUDE)
def test_a_bad_mail_server_is_asked_a_few_times_and_the_failure_is_shown(
    manner, endpoint, world, rows, configure, tick, now, store, announced, client, supervisor
):
    server = endpoint(manner)
    configure(smtp_url=f"smtp://127.0.0.1:{server.port}", in_app=False, channel_timeout=LIMIT)
    world.open(caller={"phone": None, "email": "li@example.org"})
    days(tick, now, 0.5, hours=2)
    is_limited_and_shown(store, rows, announced, client, supervisor, server.calls())


@pytest.mark.parametrize("manner", [*STATUSES, *RUDE])
def test_a_bad_receiver_is_asked_for_a_week_and_then_it_is_shown_as_given_up(
    manner, endpoint, platform, move, rows, configure, tick, now, deliveries, client, supervisor
):
    configure(webhook_timeout=LIMIT)
    bad = endpoint(manner)
    desk = platform(url=bad.url)
    ticket = new_id()
    for sequence in (1, 2):
        move(desk, ticket, sequence)
    days(tick, now, 7.5, hours=12)
    first, second = deliveries()
    assert bad.calls() == first.tries == len(rows(DeliveryAttempt)) <= 24 and second.tries == 0
    if manner == "410":
        assert (first.state, first.tries) == ("pending", 1), "it is kept until they subscribe again"
        (told,) = client.as_(supervisor).get("/webhook-deliveries?state=pending").json["items"][:1]
        return
    assert (first.state, second.state) == ("given_up", "given_up")
    tried = sorted(attempt.at for attempt in rows(DeliveryAttempt))
    assert tried[-1] - tried[0] >= GIVE_UP_AFTER
    shown = client.as_(supervisor).get("/webhook-deliveries?state=given_up").json["items"]
    assert {item["sequence"] for item in shown} == {1, 2} and all(item["answer"] for item in shown)


@pytest.mark.parametrize("channel", ["sms", "webhook"])
def test_an_answer_of_ten_megabytes_is_an_answer(channel, receiver, platform, world, move, configure, tick, now, rows):
    server = receiver(LARGE)
    configure(sms_url=server.url)
    desk = platform(url=server.url)
    if channel == "sms":
        world.open()
    else:
        move(desk, new_id(), 1)
    tick(now)
    assert len(server.got) == 1 and all(len(a.reason or "") <= 500 for a in rows(Attempt))


def test_events_are_heard_and_others_are_told_while_an_endpoint_hangs(
    endpoint, platform, receiver, world, move, configure, store, service, now, rows, deliveries
):
    """No reader ever waits for a stranger: the clock calls, on threads of its own, outside of any transaction."""
    slow, gateway = endpoint("hang"), receiver(200)
    configure(sms_url=gateway.url, webhook_timeout=LONG)
    stuck, well = platform(url=slow.url), platform()
    move(stuck, new_id(), 1)
    clockwork = service.clockwork(store)
    clock = Thread(target=clockwork.tick, args=(now,), daemon=True)
    clock.start()
    eventually(slow.calls, LONG)
    world.open(number="T-meanwhile")
    move(well, new_id(), 1)
    other = service.clockwork(store)
    other.tick(now + timedelta(seconds=1))
    assert [m.state for m in rows(Message)] == ["delivered"] and len(gateway.got) == 1
    assert clock.is_alive(), "the first is still waiting for its answer"
    slow.end()
    clock.join(LONG)


def test_a_gateway_asked_without_a_limit_would_be_noticed(
    endpoint, world, rows, configure, tick, now, store, announced, client, supervisor
):
    """The negative control: as if our limits were forgotten."""
    gateway, limit = endpoint("500"), store.settings.channel_tries
    configure(sms_url=gateway.url, in_app=False, channel_tries=limit + 1)
    world.open()
    days(tick, now, 1)
    configure(channel_tries=limit)
    with pytest.raises(AssertionError):
        is_limited_and_shown(store, rows, announced, client, supervisor, gateway.calls())
