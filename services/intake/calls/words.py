"""How names and values of other people's records are brought to one form before they are compared."""

import json
import re
import unicodedata
from functools import lru_cache

CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)


def field_key(name: str) -> str:
    """`Unique Key`, `unique_key` and `UNIQUE-KEY ` are one field."""
    return _known_key(name) if len(name) <= 64 else _key(name)


def _key(name: str) -> str:
    return re.sub(r"\W+", "_", unicodedata.normalize("NFKC", name).casefold()).strip("_")


_known_key = lru_cache(maxsize=4096)(_key)  # a platform's records have the same few names, day after day


def value_key(value: str) -> str:
    """`Heat/Hot  Water` and `HEAT/HOT WATER` are one value."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def readable(value, longest: int = 4000) -> str:
    """Any JSON value as clean text; what is not there is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    return CONTROL.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()[:longest]


def by_key(record: dict) -> dict[str, str]:
    """The record's fields by their normalised names; of two spellings of one name the first that says something."""
    fields: dict[str, str] = {}
    for name, value in record.items():
        key, text = field_key(str(name)), readable(value)
        if not fields.get(key):
            fields[key] = text
    return fields
