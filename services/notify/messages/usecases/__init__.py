"""Everything that can be done with messages."""

from .deliver_message import deliver_message
from .queue_messages import Letter, queue_messages
from .resend_message import find_message, resend_message

__all__ = ["Letter", "deliver_message", "find_message", "queue_messages", "resend_message"]
