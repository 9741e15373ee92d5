"""Secrets of machines and browsers: 256 random bits each, compared in constant time; keys are kept as SHA-256,
push secrets as they are, because a signature cannot be checked with less."""

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

API_KEY, PUSH_SECRET = "fdk_", "whsec_"  # noqa: S105  the marks secrets begin with
PUSH_BYTES = 32


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def same(secret: str, kept_hash: str | None) -> bool:
    return hmac.compare_digest(hash_of(secret), kept_hash or "")


def write_pair(key_id: UUID, secret: str, *, mark: str = "") -> str:
    """`fdk_<id>_<secret>`: the id finds the row, the secret proves it."""
    return f"{mark}{key_id.hex}_{secret}"


def read_pair(text: str | None, *, mark: str = "") -> tuple[UUID, str] | None:
    """The reverse; None when it is not of that form."""
    if not text or not text.startswith(mark):
        return None
    key_id, _, secret = text[len(mark) :].partition("_")
    if len(key_id) != 32 or not 20 <= len(secret) <= 100 or not secret.isascii():
        return None
    try:
        return UUID(hex=key_id), secret
    except ValueError:
        return None


def new_push_secret() -> bytes:
    return secrets.token_bytes(PUSH_BYTES)


def shown_push_secret(secret: bytes) -> str:
    """As Standard Webhooks writes it."""
    return PUSH_SECRET + base64.b64encode(secret).decode()
