"""Whether a push was really signed by its platform, just now, and is not a copy (Standard Webhooks 1.0).

The library's own `verify` raises for input it does not expect, has one fixed tolerance, reads `now` itself and
decodes the body as text; so the few lines are here, over the bytes as they came, and every refusal is a 401.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.errors import Unauthenticated

TOLERANCE = timedelta(minutes=5)
SWEPT_AFTER = timedelta(minutes=15)
ID = re.compile(r"[\x21-\x7e]{1,200}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")
MOST_SIGNATURES = 10


def verify(headers, body: bytes, secrets: Iterable[bytes], now: datetime) -> str:
    """The request's nonce. Raises Unauthenticated for a signature that is missing, malformed, wrong, old or early.

    Any of the live `secrets` will do, so that a platform can change its secret without losing a push.
    """
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not ID.fullmatch(message_id) or not TIMESTAMP.fullmatch(timestamp):
        raise refused("webhook-id, webhook-timestamp (unix seconds) and webhook-signature are required.")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise refused("webhook-timestamp is more than five minutes off.")
    signed = f"{message_id}.{timestamp}.".encode() + body
    given = given_signatures(headers.get("webhook-signature", ""))
    for secret in filter(None, secrets):  # an empty one is known to everybody
        right = hmac.digest(secret, signed, "sha256")
        if any(hmac.compare_digest(right, signature) for signature in given):
            return hashlib.sha256(signed).hexdigest()
    raise refused("No signature fits this body.")


def given_signatures(header: str) -> list[bytes]:
    """The `v1` signatures of a header; other versions and what is no base64 are passed over."""
    found = []
    for part in header.split(" ")[:MOST_SIGNATURES]:
        version, comma, signature = part.partition(",")
        if version == "v1" and comma:
            try:
                found.append(base64.b64decode(signature, validate=True))
            except (binascii.Error, ValueError):
                continue
    return found


def refused(why: str) -> Unauthenticated:
    return Unauthenticated(f"This push is not signed as it must be: {why}")
