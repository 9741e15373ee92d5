"""A message leaves by the clock, outside of any transaction, at most so many times, and falls back (RV-5, P10)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.channels import sms
from services.notify.channels.breaker import Breaker
from services.notify.messages import clock
from services.notify.messages.models import Attempt, Message
from services.notify.messages.usecases.deliver_message import prepare
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE


@pytest.fixture(autouse=True)
def _fresh_breaker(monkeypatch):
    monkeypatch.setattr(clock, "breaker", Breaker())


def mail_caller(world, **changes):
    return world.open(**{"caller": {"phone": None, "email": "li@example.org"}, **changes})


def test_an_sms_goes_to_the_gateway_with_token_and_idempotency_key(
    world, rows, receiver, configure, tick, now, announced
):
    gateway = receiver(200)
    configure(sms_url=gateway.url, sms_token="s3cret")
    ticket = world.open()
    (waiting,) = rows(Message)
    assert (waiting.state, waiting.channel, gateway.got) == ("queued", "sms", [])
    tick(now)
    (message,) = rows(Message)
    (call,) = gateway.got
    assert call["json"]["to"] == "+8613812345521" and ticket.number in call["json"]["text"]
    assert call["headers"]["authorization"] == "Bearer s3cret"
    assert call["headers"]["idempotency-key"] == f'"{message.id}"'
    assert (message.state, message.tries) == ("delivered", 1)
    ((_, told),) = announced()
    assert (told["channel"], told["to"]) == ("sms", "138****5521")


def test_a_letter_is_utf8_and_carries_the_message_id(world, rows, mailbox, configure, tick, now):
    box = mailbox()
    configure(smtp_url=box.url, mail_from="desk@example.org")
    ticket = mail_caller(world)
    tick(now)
    (letter,), (message,) = box.letters, rows(Message)
    assert letter["To"] == "li@example.org" and letter["Subject"] == f"已受理：{ticket.number}"
    assert letter["Message-ID"] == f"<{message.id}@example.org>"
    assert "翠湖花园" in letter.get_content() and letter.get_content_charset() == "utf-8"
    assert message.state == "delivered"


def test_a_failing_gateway_is_tried_again_with_the_same_key_and_then_the_mail_takes_over(
    world, rows, receiver, mailbox, configure, tick, now, announced
):
    gateway, box = receiver(500), mailbox()
    configure(sms_url=gateway.url, smtp_url=box.url)
    world.open(caller={"email": "li@example.org"})
    for hours in range(6):
        tick(now + timedelta(hours=hours))
    (message,) = rows(Message)
    assert (message.state, message.channel, message.tries) == ("delivered", "email", 4)
    assert len({call["headers"]["idempotency-key"] for call in gateway.got}) == 1 and len(gateway.got) == 3
    tried = sorted(rows(Attempt), key=lambda attempt: attempt.number)
    assert [a.result for a in tried] == ["later", "later", "later", "taken"]
    assert [data["channel"] for _, data in announced()] == ["email"]


def test_a_number_the_gateway_refuses_goes_straight_to_the_next_channel(world, rows, receiver, configure, tick, now):
    gateway = receiver(422)
    configure(sms_url=gateway.url)
    world.open()
    tick(now)
    (message,) = rows(Message)
    assert (message.state, message.channel, len(gateway.got)) == ("delivered", "in_app", 1)


def test_when_every_channel_fails_it_is_announced(world, rows, mailbox, configure, tick, now, announced):
    box = mailbox(refuse="550 no such box")
    configure(smtp_url=box.url, in_app=False)
    mail_caller(world)
    tick(now)
    (message,) = rows(Message)
    assert message.state == "failed" and "550" in message.reason
    ((name, told),) = announced()
    assert name == "notify.message.failed" and told["to"] == "l***@example.org"


def test_a_gateway_that_hangs_does_not_hold_the_clock(world, rows, receiver, configure, tick, now):
    gateway = receiver(200, hang=30)
    configure(sms_url=gateway.url, channel_timeout=0.3, channel_tries=2)
    world.open()
    began = datetime.now(UTC)
    tick(now)
    assert (datetime.now(UTC) - began).total_seconds() < 5
    assert rows(Message)[0].state == "queued" and rows(Message)[0].next_at > now


def test_a_gateway_in_trouble_is_left_alone_for_a_while(world, rows, receiver, configure, tick, now):
    gateway = receiver(500)
    configure(sms_url=gateway.url)
    for number in range(8):
        world.open(number=f"T-{number}")
    tick(now)
    assert len(gateway.got) == 5
    assert all(message.state == "queued" for message in rows(Message))


@pytest.mark.parametrize("answer", [(302, {"Location": "http://127.0.0.1:1/"}), (200, {}, b"x" * 10_000_000)])
def test_redirects_are_not_followed_and_long_answers_not_read(world, rows, receiver, configure, tick, now, answer):
    gateway = receiver(answer)
    configure(sms_url=gateway.url)
    world.open()
    tick(now)
    assert rows(Message)[0].state == ("queued" if answer[0] == 302 else "delivered") and len(gateway.got) == 1


def test_a_crash_between_sending_and_recording_sends_again_with_the_same_id(
    world, rows, receiver, configure, tick, now, store
):
    gateway = receiver(200)
    configure(sms_url=gateway.url)
    world.open()
    (message,) = rows(Message)
    with store.work(Principal.system(OPERATOR, SITE), now=now) as work:
        ready = prepare(work, message.id, clock.breaker)
    sms.send(ready.outgoing, store.settings)  # and here the process dies
    assert rows(Message)[0].state == "sending"
    tick(now + timedelta(minutes=5))
    assert rows(Message)[0].state == "delivered"
    assert len({call["json"]["id"] for call in gateway.got}) == 1 and len(gateway.got) == 2
