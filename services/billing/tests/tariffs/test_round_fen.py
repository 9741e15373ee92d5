"""The stated rounding rule: to the fen, half up, once (RB-5)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.tariffs.rules import charge, round_fen


@pytest.mark.parametrize(
    ("amount", "rounded"), [("0.005", "0.01"), ("0.0049", "0.00"), ("2.675", "2.68"), ("1", "1.00")]
)
def test_half_a_fen_goes_up(amount, rounded):
    assert round_fen(Decimal(amount)) == Decimal(rounded)


@given(st.decimals("0", "9999", places=3), st.decimals("0", "9999", places=6))
def test_a_charge_is_never_further_than_half_a_fen_from_the_exact_product(quantity, rate):
    assert abs(charge(quantity, rate) - quantity * rate) <= Decimal("0.005")
