"""From a ticket to the seals it is found by, and from what somebody typed to the seals that have to be there."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

from services.intake.directory.rules import unit_key
from services.intake.tickets.rules import read_phone

from .words import (
    MOST,
    PHONE,
    asked_words,
    folded,
    words_of_code,
    words_of_number,
    words_of_phone,
    words_of_text,
)

TEXTS = ("caller_name", "public_place", "category", "description")
SOUGHT = (
    *(*TEXTS, "number", "external_id", "unit_code", "category_name"),
    *("caller_phone", "caller_phone_given", "phone_tail"),
)


@lru_cache(maxsize=100_000)
def seal(operator: bytes, word: str) -> int:
    sealed = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4, key=operator).digest()
    return int.from_bytes(sealed, signed=True)


def sealed(operator_id: UUID, words: Iterable[str]) -> list[int]:
    return [seal(operator_id.bytes, word) for word in words]


def month_word(moment: datetime) -> str:
    """No text has such a word: with it, a search goes through one month at a time."""
    return f"@ {moment:%Y-%m}"


def words_of_ticket(ticket, calls=()) -> list[str]:
    """What is most sought first, should it be too much: number, codes and phones, who and where, then the long text.

    `calls` about it came later, from other phones perhaps.
    """
    words = [month_word(ticket.opened_at), *words_of_number(ticket.number)]
    for code in (ticket.external_id, ticket.unit_code):
        words += words_of_code(code) if code else ()
    words += words_of_phone(ticket.caller_phone_given, ticket.caller_phone, ticket.phone_tail)
    for call in calls:
        words += words_of_phone(call.caller_phone, *read_phone(call.caller_phone))
        words += words_of_text(call.caller_name or "")
    for name in (ticket.category_name or {}).values():
        words += words_of_text(name)
    for name in TEXTS:
        words += words_of_text(getattr(ticket, name) or "")
    for call in calls:
        words += words_of_text(call.description)
    return list(dict.fromkeys(words))[:MOST]


def seals_of_ticket(ticket, calls=()) -> list[int]:
    return sealed(ticket.operator_id, words_of_ticket(ticket, calls))


def seals_asked(operator_id: UUID, text: str) -> list[list[int]]:
    """One or several lists; a ticket is found by having all of one list. Empty when there is nothing to look for.

    A whole phone number is looked for in its one form and as a text may have it, and a unit also as our register
    writes it.
    """
    ways = [asked_words(text)]
    if PHONE.fullmatch(folded(text).strip()):
        number, _tail = read_phone(text)
        ways = [[number] if number else ways[0], ["".join(sign for sign in folded(text) if sign.isdigit())]]
    elif unit := unit_asked(text):
        ways.append([unit])
    return [sealed(operator_id, way) for way in ways if way]


def unit_asked(text: str) -> str | None:
    """The form in which a unit is registered, when this may be one: 3栋2单元1201 is 3-2-1201."""
    key = unit_key(text)
    return key if "-" in key and any(sign.isdigit() for sign in key) else None
