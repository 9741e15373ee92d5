"""Passwords as RabbitMQ's definitions file wants them: salted and hashed, so that the file holds no secret."""

import base64
import hashlib
import secrets


def hash_password(password: str, salt: bytes | None = None) -> str:
    """base64(salt + sha256(salt + password)), as documented for rabbit_password_hashing_sha256; salt is 4 bytes."""
    salt = salt if salt is not None else secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
