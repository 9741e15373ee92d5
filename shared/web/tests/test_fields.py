"""Single values at the doors: what is right goes through, what is not hears what would be (RD-1)."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from marshmallow import ValidationError

from shared.web import fields
from shared.web.schemas import In, Out, Query


class Colour(StrEnum):
    RED = "red"


def good(field, value):
    return field.deserialize(value)


@pytest.mark.parametrize(
    ("field", "value", "loaded"),
    [
        (fields.Text(), "  李敏 ", "李敏"),
        (fields.Text(max=500), "a\r\nb", "a\nb"),
        (fields.Text(), "e\u0301", "é"),
        (fields.Text(blank=True), " ", ""),
        (fields.Phone(), "138 1234 5521", "+8613812345521"),
        (fields.Phone(), "010-65521234", "+861065521234"),
        (fields.Phone(), "400-800-1234", "+864008001234"),
        (fields.Phone(), "+44 20 7946 0958", "+442079460958"),
        (fields.Money(), "12.5", Decimal("12.50")),
        (fields.Money(signed=True), "-3", Decimal("-3.00")),
        (fields.Quantity(), "1.125", Decimal("1.125")),
        (fields.Instant(), "2026-11-22T09:30:00+08:00", datetime(2026, 11, 22, 1, 30, tzinfo=UTC)),
        (fields.Whole(), 3, 3),
        (fields.Flag(), True, True),
        (fields.Choice(Colour), "red", Colour.RED),
        (fields.Loose(), {"任意": [1, {"x": None}]}, {"任意": [1, {"x": None}]}),
    ],
)
def test_what_is_right_goes_through(field, value, loaded):
    assert good(field, value) == loaded


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (fields.Text(), "   "),
        (fields.Text(), "a\x00b"),
        (fields.Text(), "a\u202eb"),
        (fields.Text(), "\ud800"),
        (fields.Text(), "two\nlines"),
        (fields.Text(max=3), "four"),
        (fields.Text(), 7),
        (fields.Phone(), "1380013800"),
        (fields.Phone(), "call me"),
        (fields.Phone(), "1" * 500),
        (fields.Money(), 12.5),
        (fields.Money(), 12),
        (fields.Money(), "1_000"),
        (fields.Money(), "１２"),
        (fields.Money(), "-1"),
        (fields.Money(), "0.001"),
        (fields.Money(), "NaN"),
        (fields.Money(), ""),
        (fields.Money(), "9" * 20),
        (fields.Money(positive=True), "0.00"),
        (fields.Quantity(), "1.1234"),
        (fields.Instant(), "2026-11-22T09:30:00"),
        (fields.Instant(), "yesterday"),
        (fields.Instant(), "0001-01-01T00:00:00+14:00"),
        (fields.Instant(), 7),
        (fields.Whole(), "3"),
        (fields.Whole(), 3.0),
        (fields.Whole(), True),
        (fields.Whole(), 2**70),
        (fields.Flag(), "true"),
        (fields.Flag(), 1),
        (fields.Id(), "x"),
        (fields.Id(), 7),
        (fields.Choice(Colour), "blue"),
        (fields.Loose(max=1), {"a": 1, "b": 2}),
    ],
)
def test_what_is_wrong_hears_what_would_be_right(field, value):
    with pytest.raises(ValidationError) as refused:
        field.deserialize(value)
    assert len(str(refused.value.messages[0])) > 10


def test_an_address_carries_numbers_and_flags_as_text():
    class Asked(Query):
        count = fields.Whole()
        urgent = fields.Flag()

    assert Asked().load({"count": "3", "urgent": "true"}) == {"count": 3, "urgent": True}
    with pytest.raises(ValidationError):
        Asked().load({"count": "1_0"})


def test_on_the_way_out_money_has_two_places_and_time_is_utc():
    class Shown(Out):
        amount = fields.Money()
        quantity = fields.Quantity()
        at = fields.Instant()

    noon = datetime.fromisoformat("2026-11-22T12:00:00+08:00")
    shown = Shown().dump({"amount": Decimal(3), "quantity": Decimal("100.000"), "at": noon})
    assert shown == {"amount": "3.00", "quantity": "100", "at": "2026-11-22T04:00:00Z"}


def test_a_nested_unknown_field_is_refused_too():
    class Line(In):
        code = fields.Text()

    class Asked(In):
        lines = fields.List(fields.Nested(Line))

    with pytest.raises(ValidationError) as refused:
        Asked().load({"lines": [{"code": "A", "amount": "0.01"}]})
    assert "no such field" in str(refused.value.messages)
