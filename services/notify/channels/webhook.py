"""Webhook: the body goes out signed by the Standard Webhooks convention; the receiver's status is the answer."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

from .addresses import Forbidden
from .answer import Answer, later, never, taken
from .http import Unreachable, post

GONE = 410


@dataclass(frozen=True)
class SignedPost:
    """`id` stays the same over all retries, the timestamp is that of the attempt."""

    id: str
    url: str
    secret: str
    body: str


def send(message: SignedPost, settings) -> Answer:
    now = datetime.now(UTC)  # UTC only: the library misreads any other zone
    headers = {
        "content-type": "application/json",
        "user-agent": "Frontdesk-Webhooks/1",
        "webhook-id": message.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(message.secret).sign(message.id, now, message.body),
    }
    limits = {"timeout": settings.webhook_timeout, "private": settings.webhook_private_addresses}
    try:
        reply = post(message.url, message.body.encode(), headers, **limits)
    except Forbidden as error:
        return later(f"Not sent: {error}")
    except Unreachable as error:
        return later(f"No answer: {error}")
    said = f"{reply.status} {reply.body[:200]}".strip()
    if 200 <= reply.status < 300:
        return taken(said, reply.status)
    if reply.status == GONE:
        return never(said, reply.status)
    return later(said, after=reply.retry_after, status=reply.status)


def check_secret(secret: str) -> str | None:
    """What is wrong with a signing secret, in words, or None. 24 to 64 bytes are asked for by the convention."""
    try:
        raw = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raw = b""
    if not secret.startswith("whsec_") or not 24 <= len(raw) <= 64:
        return "whsec_ and then 24 to 64 random bytes in base64 are expected."
    return None
