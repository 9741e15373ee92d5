"""Believable bodies out of the shapes of the doors: what is required, filled in; the rest left out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from marshmallow import Schema, fields, validate

from shared.web.fields import Flag, Id, Instant, Loose, Money, Phone, Quantity, Text, Whole


def body_for(shape: type[Schema] | Schema, *, everything: bool = False) -> dict:
    """Values for the required fields of a shape, or for all of them."""
    shape = shape() if isinstance(shape, type) else shape
    wanted = {name: held for name, held in shape.fields.items() if (held.required or everything) and not held.dump_only}
    return {held.data_key or name: value_for(held, everything) for name, held in wanted.items()}


def value_for(held: fields.Field, everything: bool = False):
    """Something this field takes."""
    for check in held.validators:
        if isinstance(check, validate.OneOf):
            return next(iter(check.choices))
    makers = {
        Id: lambda: str(uuid4()),
        Instant: lambda: (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        fields.Date: lambda: "2026-12-01",
        fields.Time: lambda: "08:30",
        Money: lambda: "1.00",
        Quantity: lambda: "1",
        Phone: lambda: "13812345521",
        Flag: lambda: True,
        Whole: lambda: 1,
        fields.Enum: lambda: next(iter(held.enum)).value,
        fields.List: lambda: [value_for(held.inner, everything)],
        fields.Nested: lambda: body_for(held.schema, everything=everything),
        Loose: dict,
        fields.Dict: dict,
        Text: lambda: "Words for a test",
        fields.String: lambda: "words for a test",
    }
    kind = next((kind for kind in makers if isinstance(held, kind)), None)
    return makers[kind]() if kind else {}


def ids_in(shape: type[Schema] | Schema, before: tuple = ()) -> list[tuple]:
    """Where a shape takes the id of something: ("caller", "person_id"), ("bill_ids", 0)."""
    shape = shape() if isinstance(shape, type) else shape
    found: list[tuple] = []
    for name, held in shape.fields.items():
        path = (*before, held.data_key or name)
        if isinstance(held, Id):
            found.append(path)
        elif isinstance(held, fields.List) and isinstance(held.inner, Id):
            found.append((*path, 0))
        elif isinstance(held, fields.Nested):
            found += ids_in(held.schema, path)
    return found


def put(body: dict, path: tuple, value: str | UUID) -> dict:
    """A copy of `body` with `value` at `path`."""
    first, *rest = path
    if first == 0:
        return [str(value)]  # type: ignore[return-value]
    inner = put(body.get(first) or {}, tuple(rest), value) if rest else str(value)
    return {**body, first: inner}
