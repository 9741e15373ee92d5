"""What a text is found by: beginnings of words, Chinese characters and those next to each other, codes and their parts.

A trigram would not find 漏水, which is how people search here; so Chinese goes by single characters and by pairs.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

HAN = "\u2e80-\u2fff\u3005-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
PIECE = re.compile(rf"([{HAN}]+)|((?:(?![{HAN}])[^\W_])+)|([^\s，。、,.!?！？:;'\"()《》「」…·~-])")
CODE = re.compile(rf"(?:(?![{HAN}])[^\W_])+(?:[-/.#_](?:(?![{HAN}])[^\W_])+)+")
PHONE = re.compile(r"[+(]?\d[\d ()-]{5,}\d")
LONGEST = 16  # what is typed of a longer word says enough
MOST = 400  # of one ticket: more is a text that nobody remembers word by word


def folded(text: str) -> str:
    """Full width and capitals make no difference: ３Ｆ is 3f."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of_text(text: str) -> Iterator[str]:
    """Everything that finds this text."""
    text = folded(text)
    for han, word, sign in PIECE.findall(text):
        if han:
            yield from han
            yield from (han[at : at + 2] for at in range(len(han) - 1))
        elif word:
            yield word[:LONGEST]
            yield from (word[:end] for end in range(2, min(len(word), LONGEST)))
        else:
            yield sign
    yield from (code[:64] for code in CODE.findall(text) if any(sign.isdigit() for sign in code))


def words_of_code(code: str) -> Iterator[str]:
    """A number or a place is found whole, by any end or beginning of it, and by its last part: 1201 of 3-2-1201."""
    parts = folded(code).split("-")
    yield parts[-1][:64]
    for start in range(min(len(parts), 6)):
        for end in range(start + 2, min(len(parts), 6) + 1):
            yield "-".join(parts[start:end])[:64]


def words_of_number(number: str) -> Iterator[str]:
    """T-2026-000123 is also 123."""
    yield from words_of_code(number)
    yield number.rpartition("-")[2].lstrip("0") or "0"


def words_of_phone(given: str | None, e164: str | None, tail: str | None) -> Iterator[str]:
    """The whole number however it was written, and its last four digits."""
    yield from (word for word in (e164, tail) if word)
    digits = re.sub(r"\D", "", given or "")
    if len(digits) >= 4:
        yield digits[:20]


def asked_words(text: str) -> list[str]:
    """What somebody typed, as the words that all have to be there; none when nothing of it can be looked for."""
    asked: list[str] = []
    for typed in folded(text).split():
        if CODE.fullmatch(typed) and any(sign.isdigit() for sign in typed):
            asked.append(typed[:64])
            continue
        for han, word, sign in PIECE.findall(typed):
            asked += _of_han(han) if han else [word[:LONGEST] if word else sign]
    return list(dict.fromkeys(asked))[:32]


def _of_han(run: str) -> Iterable[str]:
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]
