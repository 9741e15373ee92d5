"""Shapes that several events share: money, instants, a caller, a line of work."""

from marshmallow import fields, validate

from .contract import Part


class Money(fields.Decimal):
    """Yuan with two places, exact: `Decimal` in code, a string such as "12.50" on the wire (RB-5)."""

    def __init__(self, **options):
        super().__init__(places=2, as_string=True, allow_nan=False, **options)


class Quantity(fields.Decimal):
    """An exact amount of something, up to three places, a string on the wire."""

    def __init__(self, **options):
        super().__init__(places=3, as_string=True, allow_nan=False, **options)


def instant(**options):
    """A moment with its zone; what arrives without one is refused."""
    return fields.AwareDateTime(format="iso", **options)


def word(length: int = 64, **options):
    return fields.String(validate=validate.Length(max=length), **options)


class Bilingual(Part):
    zh = word(200, required=True)
    en = word(200, required=True)


class Caller(Part):
    """Who asked, as the readers of a ticket need it to ring the door or the phone."""

    name = word(100, allow_none=True)
    phone = word(20, allow_none=True, metadata={"description": "E.164"})
    email = word(254, allow_none=True)
    language = word(10, load_default="zh")
    person_id = fields.UUID(allow_none=True)


class Place(Part):
    """A unit, or a public place in words."""

    unit_id = fields.UUID(allow_none=True)
    unit_code = word(64, allow_none=True)
    building_id = fields.UUID(allow_none=True)
    text = word(500, allow_none=True)


class WorkLine(Part):
    """One line of labour or material of a paid service (RW-4)."""

    code = word(64, required=True)
    name = fields.Nested(Bilingual, required=True)
    kind = word(20, required=True)
    unit = word(20, required=True)
    quantity = Quantity(required=True)
    price = Money(required=True)
    amount = Money(required=True)


class Technician(Part):
    staff_id = fields.UUID(required=True)
    code = word(64, required=True)
    name = word(100, required=True)
    login = word(100, allow_none=True)
