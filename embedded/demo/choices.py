"""Who complains, who pays for parts, whose inspection fails: decided by the number, so a day can be replayed."""

import zlib


def one_in(n: int, name: str, salt: str = "") -> bool:
    """True for about one of `n` names, and always for the same ones."""
    return zlib.crc32(f"{salt}:{name}".encode()) % n == 0


def pick(choices, name: str, salt: str = ""):
    """One of `choices`, always the same for the same name."""
    return choices[zlib.crc32(f"{salt}:{name}".encode()) % len(choices)]
