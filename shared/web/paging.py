"""Long lists in pages by key: a page costs the same however deep one reads, and nothing is shown twice (RD-9)."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from sqlalchemy import Select, literal, tuple_

from shared.errors import BadInput


@dataclass(frozen=True)
class Page:
    """`next` is the cursor of the page after this one, None on the last."""

    items: Sequence[Any]
    next: str | None

    def headers(self) -> dict[str, str]:
        """The Link header of RFC 8288."""
        if not self.next:
            return {}
        asked = urlencode({**request.args.to_dict(), "after": self.next})
        return {"Link": f'<{request.script_root}{request.path}?{asked}>; rel="next"'}


def page_size(asked: dict) -> int:
    """How many things a page holds: 50 unless asked otherwise, 200 at most."""
    return min(asked.get("limit") or 50, 200)


def keyset(session, statement: Select, columns: tuple, asked: dict, *, descending: bool = True) -> Page:
    """One page of `statement` in the order of `columns`, which together must be unique and never NULL.

    `asked` carries `limit` and `after`. Raises BadInput for a cursor that this list did not give.
    """
    limit = page_size(asked)
    order = [column.desc() if descending else column.asc() for column in columns]
    statement = statement.order_by(None).order_by(*order).limit(limit + 1)
    if asked.get("after"):
        values = [
            literal(value, column.type) for value, column in zip(read(asked["after"], columns), columns, strict=True)
        ]
        key = tuple_(*columns)
        statement = statement.where(key < tuple_(*values) if descending else key > tuple_(*values))
    rows = session.execute(statement).all()
    more, rows = len(rows) > limit, rows[:limit]
    items = [row[0] if len(row) == 1 else row for row in rows]
    return Page(items, write([_value(items[-1], column) for column in columns]) if more else None)


def _value(item, column):
    return getattr(item, column.key)


def write(values: Sequence) -> str:
    """The cursor that stands for these values."""
    text = json.dumps([value if isinstance(value, int) else str(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, columns: tuple) -> list:
    """The values in a cursor, in the types of `columns`. Raises BadInput."""
    try:
        values = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(columns):
            raise ValueError("wrong length")
        return [_typed(value, column.type.python_type) for value, column in zip(values, columns, strict=True)]
    except (ValueError, TypeError, ArithmeticError, binascii.Error, RecursionError):
        said = ["The `next` of the page before is expected."]
        raise BadInput("The cursor in `after` is not one that this list gave.", errors={"after": said}) from None


def _typed(value, kind: type):
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("no zone")
        return moment
    if kind is int:
        if type(value) is not int or abs(value) >= 2**63:
            raise ValueError("not a number")
        return value
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("not text")
    makers: dict[type, Any] = {date: date.fromisoformat, UUID: UUID, Decimal: Decimal}
    return makers.get(kind, kind)(value)
