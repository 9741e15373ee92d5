"""What stands in one cell: text that was typed, whatever type the spreadsheet made of it."""

import json
import re
from datetime import date, datetime
from decimal import Decimal

from marshmallow import ValidationError

from shared.web import fields

SEPARATORS = re.compile(r"[,，;；、\n|]+")
TRUE, FALSE = {"true", "yes", "y", "1", "是", "启用"}, {"false", "no", "n", "0", "否", "停用"}
METRES = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)


def plain(value) -> str:
    """A cell as the person who filled it in sees it: 1201.0 is 1201, a date is 2026-11-22."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


class Cell(fields.Text):
    """Text; numbers are taken as they are written."""

    def _deserialize(self, value, attr, data, **kwargs):
        if isinstance(value, dict | list | bool):
            raise ValidationError("One text is expected.")
        return super()._deserialize(plain(value), attr, data, **kwargs)


class Word(Cell):
    """One of a few words of ours, in English or in one of the Chinese spellings."""

    def __init__(self, words: dict[str, str], **options):
        super().__init__(max=32, **options)
        self.words = {key.casefold(): word for word, others in words.items() for key in (word, *others.split())}

    def _deserialize(self, value, attr, data, **kwargs):
        said = super()._deserialize(value, attr, data, **kwargs)
        if said.casefold() not in self.words:
            raise ValidationError(f"One of these is expected: {', '.join(dict.fromkeys(self.words.values()))}.")
        return self.words[said.casefold()]


class Code(Cell):
    """A code that people type and platforms send."""

    def __init__(self, *, max: int = 32, pattern: str = r"[\w.\-/#]+", **options):
        super().__init__(max=max, **options)
        self.pattern = re.compile(pattern)

    def _deserialize(self, value, attr, data, **kwargs):
        code = super()._deserialize(value, attr, data, **kwargs)
        if not self.pattern.fullmatch(code):
            raise ValidationError("A code of letters, digits, - . / _ # without spaces is expected, such as 3-2-1201.")
        return code


class Floor(fields.Field):
    def _deserialize(self, value, attr, data, **kwargs):
        if not re.fullmatch(r"-?[0-9]{1,3}", plain(value)):
            raise ValidationError("A whole number is expected, such as 12 or -1 for the first basement.")
        return int(plain(value))


class Area(fields.Field):
    """Square metres, exact: 89.50."""

    def _deserialize(self, value, attr, data, **kwargs):
        if not METRES.fullmatch(plain(value)):
            raise ValidationError("Square metres with at most two places are expected, such as 89.50.")
        return Decimal(plain(value)).quantize(Decimal("0.01"))


class Day(fields.Field):
    def _deserialize(self, value, attr, data, **kwargs):
        try:
            return date.fromisoformat(plain(value).replace("/", "-"))
        except ValueError:
            raise ValidationError("A day such as 2026-11-22 is expected.") from None


class Several(fields.Field):
    """A JSON list, or texts with a comma, semicolon or 、 between them."""

    def __init__(self, *, max: int = 20, **options):
        super().__init__(**options)
        self.max = max

    def _deserialize(self, value, attr, data, **kwargs):
        parts = value if isinstance(value, list) else SEPARATORS.split(plain(value))
        if len(parts) > self.max or any(isinstance(part, dict | list) for part in parts):
            raise ValidationError(f"At most {self.max} texts are expected.")
        cell = Cell(max=100)
        return list(dict.fromkeys(cell.deserialize(part) for part in parts if plain(part)))


class YesNo(fields.Field):
    def _deserialize(self, value, attr, data, **kwargs):
        said = plain(value).casefold()
        if said not in TRUE | FALSE:
            raise ValidationError("yes or no is expected (是/否).")
        return said in TRUE


class Json(fields.Field):
    """A JSON object, or its text."""

    def _deserialize(self, value, attr, data, **kwargs):
        try:
            read = json.loads(value) if isinstance(value, str) else value
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise ValidationError('A JSON object is expected, such as {"holidays": ["2027-01-01"]}.')
        return read
