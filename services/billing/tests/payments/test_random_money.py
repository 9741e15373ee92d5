"""Whatever is paid, part-paid, applied and reversed in whatever order, the books hold (C-4, RB-5)."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from services.billing.bills.models import OPEN, Bill
from services.billing.payments.models import REVERSED, Allocation, Payment
from shared.testing.people import SITE

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["bill", "pay", "pay", "pay named", "apply", "reverse", "reverse bill"]), st.integers(1, 9000)
    ),
    min_size=4,
    max_size=14,
)


def yuan(fen: int) -> str:
    return f"{Decimal(fen) / 100:.2f}"


@pytest.fixture
def act(client, cashier, bill, pay, unit, read_bill):
    """One random step; refusals are part of the game, a fault of ours is not."""
    as_cashier = client.as_(cashier)

    def one_of(door: str, number: int) -> dict | None:
        things = as_cashier.get(door, query_string={"unit_id": unit, "limit": 200}).json["items"]
        return things[number % len(things)] if things else None

    def undo(door: str, number: int):
        thing = one_of(door, number)
        asked = {"reason": "random"}
        return thing and as_cashier.post(f"{door}/{thing['id']}/reverse", json=asked, version=thing["version"])

    def pay_named(number: int):
        thing = one_of("/bills", number)
        return thing and pay(yuan(number), bill_ids=[thing["id"]])

    steps = {
        "bill": lambda number: bill(amount=yuan(4850 + number), unit_id=unit) and None,
        "pay": lambda number: pay(yuan(number), unit_id=unit),
        "pay named": pay_named,
        "apply": lambda _: as_cashier.post(f"/units/{unit}/prepayment/apply", json={"site_id": str(SITE)}),
        "reverse": lambda number: undo("/payments", number),
        "reverse bill": lambda number: undo("/bills", number),
    }
    return lambda step, number: steps[step](number)


def check_money(store, balance) -> None:
    nothing = Decimal("0.00")
    with store.reading(None) as session:
        bills, payments = session.scalars(select(Bill)).all(), session.scalars(select(Payment)).all()
        standing = session.scalar(select(func.sum(Allocation.amount)).where(Allocation.undone_at.is_(None))) or nothing
    assert all(nothing <= b.paid <= b.amount for b in bills), "no bill is over-paid"
    receipted = sum((p.amount for p in payments if p.state is not REVERSED), nothing)
    prepaid = sum((p.prepaid for p in payments), nothing)
    assert receipted == standing + prepaid
    assert standing == sum((b.paid for b in bills), nothing)
    books = {account: Decimal(amount) for account, amount in balance().items()}
    assert books.get("cash", nothing) == receipted
    assert -books.get("prepayments", nothing) == prepaid
    assert books.get("receivable", nothing) == sum((b.amount - b.paid for b in bills if b.state in OPEN), nothing)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_books_hold_after_every_step(store, act, balance, client, cashier, steps):
    """The examples follow each other on one unit, so the later ones start from a history."""
    for step, number in steps:
        answer = act(step, number)
        assert answer is None or answer.status_code < 500, answer.text
        check_money(store, balance)
    assert client.as_(cashier).get("/receipts/gaps").json == {"missing": []}
