"""Channels: each takes a message with one verb, `send(message, settings)`, and says how it went (RV-5)."""

from . import email, in_app, sms
from .answer import Answer, Outgoing

CHANNELS = {"sms": sms, "email": email, "in_app": in_app}
FALLBACK = ("sms", "email", "in_app")  # the order in which a failed channel hands on to the next

__all__ = ["CHANNELS", "FALLBACK", "Answer", "Outgoing", "configured"]


def configured(settings) -> tuple[str, ...]:
    """The channels that this installation can use at all."""
    return tuple(name for name in FALLBACK if CHANNELS[name].configured(settings))
