"""What stands in a spreadsheet: columns with their heads, and cells that no program takes for a formula."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

# a cell that begins so is reckoned out or called up by the one program or the other
BEGINS_FORMULA = tuple("=+-@＝＋－＠\t\r\n|%")
BEFORE_IT = " \u00a0\u3000'\"“”"


@dataclass(frozen=True)
class Column:
    """`words` gives the head in the reader's language, `value` the cell of a thing: text, number, day, moment, None.

    A moment comes with the zone of its site, and is written as the clock on the wall there shows it.
    """

    words: Callable[[], str]
    value: Callable[[Any], Any]
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """`name` is that of the list, as in the file's name and in the audit trail: tickets."""

    name: str
    columns: tuple[Column, ...]

    def heads(self) -> list[str]:
        return [column.words() for column in self.columns]

    def cells(self, thing) -> list:
        return [column.value(thing) for column in self.columns]


def is_risky(text: str) -> bool:
    return text.lstrip(BEFORE_IT).startswith(BEGINS_FORMULA)


def harmless(text: str) -> str:
    """With a mark before it that every spreadsheet program reads as: this is text."""
    return f"'{text}" if is_risky(text) else text


def plainly(value) -> str:
    """A cell of a CSV."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return str(value)
    return harmless(str(value))
