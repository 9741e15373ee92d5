"""Passwords: kept as argon2id, checked with the same work whether the login exists or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # argon2id, OWASP's smallest setting


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether it is the password. Without a hash the same work is done for nothing, so that time tells nothing."""
    try:
        HASHER.verify(password_hash or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobodys() -> str:
    return hash_password("nobody signs in with this")
