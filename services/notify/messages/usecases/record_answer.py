"""What becomes of a message after a channel has answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from services.notify.channels import Answer
from services.notify.channels.answer import Result
from services.notify.messages.models import Attempt, Message, MessageState
from services.notify.messages.rules import shown, wait_after
from shared.contracts.notify import MessageDelivered, MessageFailed
from shared.principal import Principal


def record_answer(work, message_id: UUID, number: int, answer: Answer) -> datetime | None:
    """The answer to attempt `number`; returns when to try again, None when there is nothing left to do."""
    attempt = work.session.scalar(select(Attempt).filter_by(message_id=message_id, number=number))
    attempt.ended_at, attempt.result = work.now, answer.result.value
    attempt.reason, attempt.status = answer.reason, answer.status
    message = work.session.get(Message, message_id)
    if message.state != MessageState.SENDING or message.tries != number:
        return None  # a later attempt has taken over
    if answer.result == Result.TAKEN:
        confirm_delivery(work, message)
        return None
    limit = work.store.settings.channel_tries
    if answer.result == Result.LATER and message.channel_tries < limit:
        message.next_at = work.now + wait_after(message.channel_tries, answer.after)
    elif not take_next_channel(message):
        fail_message(work, message, answer.reason)
        return None
    else:
        message.next_at = work.now
    message.move("retry", work.principal, reason=answer.reason)
    return message.next_at


def take_next_channel(message: Message) -> bool:
    """A failed channel hands on to the next; False when that was the last one (RV-5)."""
    rest = message.channels[message.channels.index(message.channel) + 1 :]
    if not rest:
        return False
    message.channel, message.channel_tries = rest[0], 0
    return True


def confirm_delivery(work, message: Message) -> None:
    house = Principal.system(message.operator_id or work.principal.operator_id, message.site_id)
    for action in (
        ("start", "hand_over", "confirm") if message.state != MessageState.SENDING else ("hand_over", "confirm")
    ):
        message.move(action, house)
    message.delivered_at, message.next_at = work.now, None
    work.announce(MessageDelivered, about=message.id, site_id=message.site_id, **_facts(work, message))


def fail_message(work, message: Message, reason: str) -> None:
    """Every channel failed: somebody has to phone, so somebody is told by the event."""
    message.move("fail", work.principal, reason=reason or "No channel could take it.")
    message.next_at = None
    facts = _facts(work, message)
    work.announce(MessageFailed, about=message.id, site_id=message.site_id, **facts, reason=message.reason)


def _facts(work, message: Message) -> dict:
    return {
        "message_id": message.id,
        "kind": message.kind,
        "channel": message.channel or "none",
        "ticket_id": message.ticket_id,
        "to": shown(message.channel, phone=message.phone, email=message.email, recipient=message.recipient),
        "at": work.now,
    }
