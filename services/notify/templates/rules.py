"""How a text takes its facts: named placeholders and nothing else, so that no text can do more than say something."""

import re
import unicodedata
from string import Formatter

LONGEST_VALUE = 500
_NAME = re.compile(r"[a-z_]{1,30}")


class BadText(ValueError):
    """A text that cannot be used, with what would be right."""


def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces, in order. Raises BadText for anything but {name}; a literal brace is doubled."""
    found = []
    try:
        for _literal, name, spec, conversion in Formatter().parse(text):
            if name is None:
                continue
            if spec or conversion or not _NAME.fullmatch(name):
                raise BadText("A placeholder is a plain name in braces, such as {number}.")
            found.append(name)
    except ValueError as error:
        if isinstance(error, BadText):
            raise
        raise BadText("A brace that is no placeholder is written twice: {{ or }}.") from None
    return tuple(found)


def check_text(text: str, allowed: tuple[str, ...]) -> None:
    """Raises BadText that names the unknown placeholders and those that are allowed."""
    unknown = [name for name in placeholders(text) if name not in allowed]
    if unknown:
        raise BadText(f"Unknown: {', '.join(unknown)}. Allowed here: {', '.join(allowed)}.")


def fill(text: str, words: dict, language: str) -> str:
    """`text` with its placeholders replaced once: what a value says is never read as a placeholder itself."""
    parts = []
    for literal, name, _spec, _conversion in Formatter().parse(text):
        parts.append(literal)
        if name is not None:
            parts.append(plain(words.get(name), language))
    return "".join(parts)


def plain(value, language: str) -> str:
    """A value as one line of text: bilingual ones in `language`, control characters (CR, LF, …) as spaces."""
    if isinstance(value, dict):
        value = value.get(language) or value.get("zh") or value.get("en")
    text = "" if value is None else str(value)
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)
    return " ".join(text.split())[:LONGEST_VALUE]


def language_of(asked: str | None) -> str:
    """zh or en: the two languages every text exists in."""
    return "en" if (asked or "").lower().startswith("en") else "zh"
