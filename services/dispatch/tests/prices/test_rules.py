"""Amounts are exact, and paid work beyond the agreement is found (RW-4, RB-5)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.dispatch.prices.rules import Priced, beyond_agreement, total


def line(code: str, quantity: str, price: str) -> Priced:
    return Priced(code, {}, "labour", "hour", Decimal(quantity), Decimal(price))


def test_a_line_is_rounded_half_up_to_the_fen_and_the_total_is_the_sum_of_the_lines():
    lines = [line("A", "0.5", "0.05"), line("B", "1.333", "60.00")]
    assert [one.amount for one in lines] == [Decimal("0.03"), Decimal("79.98")]
    assert total(lines) == Decimal("80.01")
    assert total([]) == Decimal("0.00")


def test_what_was_not_agreed_to_is_named_with_the_quantity_too_much():
    agreed = [line("A", "1", "60.00"), line("A", "0.5", "60.00")]
    done = [line("A", "2", "60.00"), line("B", "1", "5.00"), line("FREE", "9", "0.00")]
    assert beyond_agreement(done, agreed) == {"A": Decimal("0.5"), "B": Decimal("1")}
    assert beyond_agreement(agreed, agreed) == {}


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), max_size=20))
def test_the_total_never_loses_or_gains_a_fen(pairs):
    lines = [Priced("X", {}, "labour", "hour", Decimal(q).scaleb(-3), Decimal(p).scaleb(-2)) for q, p in pairs]
    exact = sum((one.quantity * one.price for one in lines), Decimal(0))
    assert abs(total(lines) - exact) <= Decimal("0.005") * len(lines)
