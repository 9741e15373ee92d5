"""A person has a message that failed sent once more: by the same channels from the start."""

from uuid import UUID

from services.notify.channels import configured
from services.notify.messages.models import Message
from services.notify.messages.rules import SILENT, channel_order
from shared.errors import found

from .queue_messages import TIMER


def find_message(session, message_id: UUID) -> Message:
    return found(session.get(Message, message_id), "message")


def resend_message(work, message: Message) -> Message:
    """The gateways see the same id again; the limit of sends starts anew because a person asked for it."""
    message.move("resend", work.principal)
    work.audit("message.resent", about=message, after={"tries": message.tries})
    usable = SILENT if message.recipient.startswith("role:") else configured(work.store.settings)
    message.channels = channel_order(message.channels, phone=message.phone, email=message.email, usable=usable)
    message.channel = message.channels[0] if message.channels else None
    message.channel_tries, message.next_at = 0, work.now
    message.granted = message.tries
    work.timers.set(TIMER, message.id, work.now, site_id=message.site_id)
    return message
