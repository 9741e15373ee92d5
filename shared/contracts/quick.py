"""The usual event written and read without marshmallow's generality: some 5 µs instead of 100.

A shape is compiled once into plain functions that accept only what needs no second thought. Whatever they do not
accept goes to the schema itself, which decides and says what is wrong; so both ways always agree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, missing, validate


class Unusual(Exception):
    """The schema has to look at this itself."""


@dataclass(frozen=True)
class Quick:
    """Raise anything at all for what is not usual."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def compiled(schema: Schema) -> Quick:
    parts = [(name, _ways(field), field) for name, field in schema.fields.items()]
    writers = [(name, ways.write, field.required, field.allow_none) for name, ways, field in parts]
    readers = [(name, ways.read, field.allow_none, _absent(field)) for name, ways, field in parts]
    return Quick(_object_writer(writers), _object_reader(readers))


def _object_writer(parts) -> Callable:
    def write(data):
        written: dict = {}
        for name, writing, required, may_be_none in parts:
            value = data.get(name, missing)
            if value is missing:
                if required:
                    raise Unusual(name)
            elif value is None:
                if not may_be_none:
                    raise Unusual(name)
                written[name] = None
            else:
                written[name] = writing(value)
        return written

    return write


def _object_reader(parts) -> Callable:
    def read(data):
        found: dict = {}
        for name, reading, may_be_none, absent in parts:
            value = data.get(name, missing)
            if value is missing:
                absent(found)
            elif value is None:
                if not may_be_none:
                    raise Unusual(name)
                found[name] = None
            else:
                found[name] = reading(value)
        return found

    return read


def _absent(field) -> Callable[[dict], None]:
    """What a reader does about a field that is not there."""
    name, default = field.name, field.load_default

    def demand(_found):
        raise Unusual(name)

    def put_default(found):
        found[name] = default() if callable(default) else default

    if field.required:
        return demand
    return (lambda _found: None) if default is missing else put_default


def _ways(field) -> Quick:
    """Writing and reading one value that is not None."""
    plain = not (field.attribute or field.data_key or field.load_only or field.dump_only)
    known = KNOWN.get(type(field)) if plain and field.dump_default is missing else None
    if isinstance(known, type):
        return _exactly(known)
    return known(field) if known else _by_schema(field)


def _by_schema(field) -> Quick:
    def write(value):
        written = field._serialize(value, field.name, None)
        field.deserialize(written)
        return written

    return Quick(write, field.deserialize)


def _exactly(kind: type) -> Quick:
    def same(value):
        if type(value) is not kind:
            raise Unusual
        return value

    return Quick(same, same)


def _text(field) -> Quick:
    longest = 10**9
    for rule in field.validators:
        if type(rule) is not validate.Length or rule.min is not None or rule.equal is not None or rule.max is None:
            return _by_schema(field)
        longest = min(longest, rule.max)

    def same(value):
        if not isinstance(value, str) or len(value) > longest:
            raise Unusual
        return str(value)

    return Quick(same, same)


def _id(_field) -> Quick:
    def write(value):
        if not isinstance(value, UUID):
            raise Unusual
        return str(value)

    return Quick(write, UUID)


def _moment(field) -> Quick:
    if field.format != "iso" or field.default_timezone is not None:
        return _by_schema(field)

    def aware(value):
        if value.utcoffset() is None:
            raise Unusual
        return value

    return Quick(lambda value: aware(value).isoformat(), lambda text: aware(datetime.fromisoformat(text)))


def _part(field) -> Quick:
    return _by_schema(field) if field.many or field.validators else compiled(field.schema)


def _list(field) -> Quick:
    inner = _ways(field.inner)

    def each(way):
        def several(values):
            if type(values) is not list or None in values:
                raise Unusual
            return [way(value) for value in values]

        return several

    return _by_schema(field) if field.validators else Quick(each(inner.write), each(inner.read))


KNOWN: dict[type, Callable[..., Quick] | type] = {
    fields.Integer: int,
    fields.Boolean: bool,
    fields.String: _text,
    fields.UUID: _id,
    fields.AwareDateTime: _moment,
    fields.Nested: _part,
    fields.List: _list,
}
