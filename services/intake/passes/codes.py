"""The short code of a pass: made so that nobody guesses it, read however it was scanned or typed."""

import re
import secrets
from urllib.parse import parse_qs, urlsplit

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else: no 0 O, no 1 I L
LENGTH = 8


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def shown_code(code: str) -> str:
    """In two halves, as it is read out and typed: 7KQM-2XPA."""
    return f"{code[:4]}-{code[4:]}"


def read_code(said: str) -> str | None:
    """The code in what a camera saw (an address with ?code=) or a thumb typed; None when there is none."""
    within = _in_address(said.strip()) if "://" in said else None
    code = re.sub(r"[^0-9A-Z]", "", (within[0] if within else said).upper())
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else None


def _in_address(said: str) -> list[str] | None:
    """Any code a camera may meet is read; what only looks like an address has none."""
    try:
        return parse_qs(urlsplit(said).query).get("code")
    except ValueError:
        return None
