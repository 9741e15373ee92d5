"""Platforms are told each change, signed, in order, until they acknowledge (RV-9)."""

import base64
import hashlib
import hmac
import itertools
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from services.notify.tests.stubs import SECRET
from services.notify.webhooks.models import Subscription
from shared.ids import new_id


def test_a_change_arrives_signed_by_the_standard(platform, move, tick, now, deliveries):
    desk, ticket = platform(), new_id()
    move(desk, ticket, 1, to_state="open", from_state=None, action="open")
    tick(now)
    (call,) = desk.got
    heads = call["headers"]
    signed = f"{heads['webhook-id']}.{heads['webhook-timestamp']}.{call['body']}".encode()
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert heads["webhook-signature"] == f"v1,{wanted}"
    assert abs(int(heads["webhook-timestamp"]) - time.time()) < 60
    assert call["json"]["type"] == "ticket.moved" and call["json"]["timestamp"].endswith("Z")
    facts = {"ticket_id": str(ticket), "number": "T-2026-000001", "external_id": "HX1", "sequence": 1, "action": "open"}
    assert call["json"]["data"].items() >= (facts | {"from_state": None, "to_state": "open", "reason": None}).items()
    assert deliveries()[0].state == "delivered"


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
def test_changes_arrive_in_order_however_they_were_heard(platform, move, tick, now, order):
    desk, ticket = platform(), new_id()
    for sequence in order:
        move(desk, ticket, sequence)
        tick(now)
    tick(now)
    assert desk.server.sequences == {str(ticket): [1, 2, 3]}


def test_the_third_waits_for_the_second(platform, move, tick, now):
    desk, ticket = platform(), new_id()
    move(desk, ticket, 1)
    move(desk, ticket, 3)
    tick(now)
    assert desk.server.sequences == {str(ticket): [1]}
    move(desk, ticket, 2)
    tick(now)
    assert desk.server.sequences == {str(ticket): [1, 2, 3]}


def test_a_change_heard_twice_is_told_once(platform, move, tick, now):
    desk, ticket = platform(), new_id()
    move(desk, ticket, 1)
    move(desk, ticket, 1)
    tick(now)
    assert len(desk.got) == 1


def test_a_failure_holds_the_ticket_but_not_the_others(platform, move, tick, now):
    desk, first, second = platform(500, 204), new_id(), new_id()
    move(desk, first, 1)
    tick(now)
    move(desk, first, 2)
    move(desk, second, 1)
    tick(now)
    assert desk.server.sequences == {str(first): [1], str(second): [1]}
    tick(now + timedelta(seconds=6))
    assert desk.server.sequences[str(first)] == [1, 1, 2]
    ids = [call["headers"]["webhook-id"] for call in desk.got if call["json"]["data"]["ticket_id"] == str(first)]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("answer", [302, 400, 404, 500, 503])
def test_everything_but_2xx_is_a_failure(platform, move, tick, now, deliveries, answer):
    desk = platform((answer, {"Location": "http://127.0.0.1:9/"}))
    move(desk, new_id(), 1)
    tick(now)
    (delivery,) = deliveries()
    assert (delivery.state, delivery.tries, delivery.status) == ("pending", 1, answer)
    assert timedelta(seconds=4) < delivery.next_at - now < timedelta(seconds=7) and len(desk.got) == 1


@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_honoured_for_the_whole_receiver(platform, move, tick, now, deliveries, as_date):
    wait = format_datetime(datetime.now(UTC) + timedelta(seconds=121), usegmt=True) if as_date else "120"
    desk = platform((429, {"Retry-After": wait}), 204)
    move(desk, new_id(), 1)
    tick(now)
    assert deliveries()[0].next_at - now >= timedelta(seconds=119)
    move(desk, new_id(), 1)
    tick(now + timedelta(seconds=60))
    assert len(desk.got) == 1
    tick(now + timedelta(seconds=123))
    assert len(desk.got) == 3


def test_410_disables_until_somebody_subscribes_again(platform, move, tick, now, rows, client, admin):
    desk, ticket = platform(410, 204), new_id()
    move(desk, ticket, 1)
    move(desk, ticket, 2)
    tick(now)
    (subscription,) = rows(Subscription)
    assert subscription.state == "disabled" and "410" in subscription.reason and len(desk.got) == 1
    tick(now + timedelta(days=1))
    assert len(desk.got) == 1
    again = client.as_(admin).put(f"/webhook-subscriptions/{desk.id}", json={"url": desk.url})
    assert again.json["state"] == "enabled"
    tick(datetime.now(UTC))
    assert desk.server.sequences == {str(ticket): [1, 1, 2]}


def test_after_seven_days_it_is_given_up_with_what_waits_behind_and_can_be_sent_again(
    platform, move, tick, now, deliveries, client, supervisor
):
    desk, ticket = platform(*[500] * 17, 204), new_id()
    move(desk, ticket, 1)
    for hours in range(0, 8 * 24, 12):
        tick(now + timedelta(hours=hours))
    move(desk, ticket, 2)
    assert [d.state for d in deliveries()] == ["given_up", "given_up"]
    desk.server.answers[:] = [204]
    shown = client.as_(supervisor).get("/webhook-deliveries?state=given_up").json["items"]
    assert len(shown) == 2
    first = deliveries()[0]
    client.as_(supervisor).post(f"/webhook-deliveries/{first.id}/resend", json={}, version=first.version)
    tick(datetime.now(UTC))
    assert [d.state for d in deliveries()] == ["delivered", "delivered"]
    assert desk.server.sequences[str(ticket)][-2:] == [1, 2]


def test_a_receiver_that_hangs_neither_blocks_the_others_nor_the_clock(platform, move, tick, now, deliveries):
    slow, quick = platform(204, hang=30), platform()
    for _ in range(20):
        move(slow, new_id(), 1)
        move(quick, new_id(), 1)
    began = time.monotonic()
    tick(now)
    assert time.monotonic() - began < 10
    assert len(quick.got) == 20 and len(slow.got) < 15


def test_an_answer_of_ten_megabytes_is_not_read(platform, move, tick, now, deliveries):
    desk = platform((200, {}, b"x" * 10_000_000))
    move(desk, new_id(), 1)
    tick(now)
    assert deliveries()[0].state == "delivered" and len(deliveries()[0].answer) <= 500


def test_hundreds_of_tickets_are_told_in_seconds(platform, move, tick, now, configure):
    configure(webhook_timeout=15)
    desk = platform()
    for _ in range(200):
        move(desk, new_id(), 1)
    began = time.monotonic()
    tick(now)
    assert len(desk.got) == 200 and time.monotonic() - began < 10


def test_a_ticket_nobody_pushed_concerns_no_platform(platform, move, tick, now, deliveries):
    platform()
    move(None, new_id(), 1)
    assert deliveries() == []


def test_changes_from_before_the_subscription_do_not_hold_later_ones(
    move, platform, tick, now, client, admin, receiver
):
    desk, ticket, server = platform(), new_id(), receiver()
    late = type("Late", (), {"id": new_id()})
    move(late, ticket, 1)
    body = {"url": server.url, "secret": SECRET}
    client.as_(admin).put(f"/webhook-subscriptions/{late.id}", json=body)
    move(late, ticket, 2)
    tick(now)
    assert server.sequences == {str(ticket): [2]} and desk.got == []


def test_only_the_sites_and_events_that_were_asked_for_are_told(platform, move, tick, now, deliveries):
    desk = platform(site_ids=[str(new_id())])
    move(desk, new_id(), 1)
    tick(now)
    assert desk.got == [] and deliveries()[0].state == "skipped"
