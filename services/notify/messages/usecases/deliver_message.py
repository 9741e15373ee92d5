"""Send one message: decide in a transaction, call outside of any, record in another one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from services.notify import channels
from services.notify.channels.answer import Result
from services.notify.channels.breaker import Breaker
from services.notify.messages.models import Attempt, Message, MessageState
from services.notify.messages.rules import SILENT
from services.notify.people.models import Contact
from services.notify.places.rules import quiet_until
from services.notify.places.usecases import find_site
from services.notify.templates.queries import Texts

from .record_answer import confirm_delivery, fail_message, record_answer, take_next_channel

OPEN = (MessageState.QUEUED, MessageState.DEFERRED, MessageState.SENDING)


@dataclass(frozen=True)
class Ready:
    channel: str
    number: int
    outgoing: channels.Outgoing


def deliver_message(store, principal, message_id: UUID, now: datetime, breaker: Breaker) -> datetime | None:
    """Returns when to come again; None when the message has come to its end."""
    with store.work(principal, now=now) as work:
        ready = prepare(work, message_id, breaker)
    if not isinstance(ready, Ready):
        return ready
    answer = channels.CHANNELS[ready.channel].send(ready.outgoing, store.settings)
    breaker.note(ready.channel, worked=answer.result != Result.LATER, now=now)
    with store.work(principal, now=now) as work:
        return record_answer(work, message_id, ready.number, answer)


def prepare(work, message_id: UUID, breaker: Breaker) -> Ready | datetime | None:
    """Everything that can be decided before the outside call; the attempt is on record before it is made (P10)."""
    message = work.session.get(Message, message_id)
    if message is None or message.state not in OPEN:
        return None
    if _opted_out(work.session, message):
        return _suppress(work, message)
    if not _usable(work, message):
        fail_message(work, message, message.reason or "No channel is configured that could take it.")
        return None
    if until := _hold(work, message, breaker):
        return until
    return _start(work, message)


def _opted_out(session, message: Message) -> bool:
    """Asked again just before sending: they may have said so while the message waited."""
    if message.person_id is None:
        return False
    wanted = select(Contact.id).where(Contact.person_id == message.person_id, Contact.opted_out.is_(True))
    return session.scalar(wanted.limit(1)) is not None


def _suppress(work, message: Message) -> None:
    if message.state == MessageState.SENDING:
        message.move("retry", work.principal, reason="Interrupted.")
    message.move("suppress", work.principal, reason="They asked not to be told.")


def _usable(work, message: Message) -> bool:
    """Go on to a channel that is configured and has tries left."""
    settings = work.store.settings
    if message.channel is None or message.tries - message.granted >= settings.message_tries:
        return False
    while message.channel_tries >= settings.channel_tries or not channels.CHANNELS[message.channel].configured(
        settings
    ):
        if not take_next_channel(message):
            return False
    return True


def _hold(work, message: Message, breaker: Breaker) -> datetime | None:
    """Quiet hours defer until the morning, emergencies excepted; a gateway in trouble is left alone."""
    if message.channel in SILENT:
        return None
    site = find_site(work.session, message.site_id)
    until = None if message.urgent else quiet_until(work.now, site.timezone, site.settings)
    if until and message.state != MessageState.SENDING:
        message.move("defer", work.principal, reason="Quiet hours.")
    until = until or breaker.resting_until(message.channel, work.now)
    message.next_at = until
    return until


def _start(work, message: Message) -> Ready | None:
    texts = Texts(work.session, {message.kind})
    text = texts.pick(message.kind, message.channel, message.language, message.site_id)
    said = text.say(message.words, message.language)
    message.subject, message.body = said.subject, said.body
    message.tries, message.channel_tries = message.tries + 1, message.channel_tries + 1
    message.move("start", work.principal)
    message.next_at = None
    work.session.add(
        Attempt(
            site_id=message.site_id,
            message_id=message.id,
            number=message.tries,
            channel=message.channel,
            started_at=work.now,
            **({"ended_at": work.now, "result": "taken"} if message.channel in SILENT else {}),
        )
    )
    if message.channel in SILENT:
        confirm_delivery(work, message)
        return None
    outgoing = channels.Outgoing(message.id, message.address, said.subject, said.body, message.language)
    return Ready(message.channel or "", message.tries, outgoing)
