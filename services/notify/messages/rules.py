"""Pure arithmetic of messages: which channels in which order, how long to wait, how an address is shown."""

import random
from datetime import timedelta

from services.notify.channels import FALLBACK
from shared.masking import mask_email, mask_phone

BACK_OFF = (30, 120, 600, 1800)  # seconds after the first, second, … failure of a channel
SILENT = ("in_app",)  # wakes nobody, so quiet hours do not hold it


def channel_order(preferred: list[str], *, phone: str | None, email: str | None, usable: tuple[str, ...]) -> list[str]:
    """Preferred channels first, then SMS, e-mail, in-app; only those that are configured and have an address (RV-5)."""
    reachable = {"sms": bool(phone), "email": bool(email), "in_app": True}
    order = dict.fromkeys([*preferred, *FALLBACK])
    return [name for name in order if name in usable and reachable.get(name)]


def wait_after(tries: int, asked: int | None) -> timedelta:
    """How long after the `tries`-th failure in a row; never shorter than the other side asked for."""
    own = BACK_OFF[min(tries, len(BACK_OFF)) - 1]
    return timedelta(seconds=max(own, asked or 0) * random.uniform(1, 1.2))  # noqa: S311  jitter, not a secret


def shown(channel: str | None, *, phone: str | None, email: str | None, recipient: str) -> str:
    """Where it went, masked as events and lists show it (RF-6)."""
    if channel == "sms" or (channel is None and phone):
        return mask_phone(phone)
    if channel == "email" or (channel is None and email):
        return mask_email(email)
    return recipient[:100]
