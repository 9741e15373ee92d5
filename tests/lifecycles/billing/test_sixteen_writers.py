"""Sixteen cashiers at random on the same few units: the books balance and receipts have no gap and no repeat (C-4)."""

import random
from collections import Counter
from decimal import Decimal
from uuid import uuid4

import pytest

from shared.testing.people import SITE, person
from tests.lifecycles.billing.books import all_of
from tests.lifecycles.crowd import at_once, until_let_in
from tests.lifecycles.playing import LONG, seed_of

WRITERS = 16
EACH = 10_000 // WRITERS if LONG else 12
UNITS, BILLS = 3, 5
REASON = {"reason": "登记错误"}
EXPECTED = {200, 201, 409, 412}


class Writer:
    """One cashier: looks at what there is, does something about it, and is sometimes too late."""

    def __init__(self, client, units: list[str], dice: random.Random):
        self.client, self.units, self.dice, self.heard = client, units, dice, Counter()

    def run(self) -> Counter:
        acts = [self.pay] * 5 + [self.apply, self.apply, self.undo_payment, self.undo_payment, self.decide]
        for _ in range(EACH):
            answer = until_let_in(lambda act=self.dice.choice(acts): act(self.dice.choice(self.units)))
            assert answer.status_code in EXPECTED, (answer.status_code, answer.json)
            self.heard[answer.status_code] += 1
        return self.heard

    def pay(self, unit: str):
        amount = f"{Decimal(self.dice.randint(1, 4000)) / 100:.2f}"
        body = {"site_id": str(SITE), "unit_id": unit, "amount": amount, "method": "cash", "payer": "李敏"}
        return self.client.post("/payments", json=body, headers={"Idempotency-Key": str(uuid4())})

    def apply(self, unit: str):
        return self.client.post(f"/units/{unit}/prepayment/apply", json={"site_id": str(SITE)})

    def undo_payment(self, unit: str):
        return self._about("/payments", unit, "reverse")

    def decide(self, unit: str):
        return self._about("/bills", unit, self.dice.choice(["dispute", "uphold", "uphold", "reverse"]))

    def _about(self, things: str, unit: str, door: str):
        listed = self.client.get(things, query_string={"unit_id": unit, "limit": 20})
        if listed.status_code != 200 or not listed.json["items"]:
            return listed
        one = self.dice.choice(listed.json["items"])
        return self.client.post(f"{things}/{one['id']}/{door}", json=REASON, version=one["version"])


@pytest.fixture
def units(bill, hear, site_known):
    from shared.contracts.intake import UnitChanged

    building = {"building_id": uuid4(), "building_name": {"zh": "1栋", "en": "Building 1"}}
    made = [uuid4() for _ in range(UNITS)]
    for n, unit in enumerate(made):
        facts = {"unit_id": unit, "version": 1, "code": f"1-1-10{n}", "label": f"1栋1单元10{n}室"}
        hear(UnitChanged, about=unit, **facts, use="residential", **building)
        for _ in range(BILLS):
            bill(amount="60.00", unit_id=str(unit))
    return [str(unit) for unit in made]


def test_sixteen_writers_leave_books_in_balance_and_receipts_without_gap(client, units, balance, receipt, announced):
    number = seed_of("sixteen writers")
    writers = [
        Writer(client.as_(person(f"cashier{n}", "cashier")), units, random.Random(f"{number} {n}"))  # noqa: S311
        for n in range(WRITERS)
    ]
    heard = sum(at_once(lambda n: writers[n].run(), WRITERS, wait=False), Counter())
    assert heard.total() == WRITERS * EACH and heard[201] >= WRITERS
    cashier = writers[0].client
    payments = [payment for unit in units for payment in all_of(cashier, "/payments", unit)]
    bills = {bill["id"]: bill for unit in units for bill in all_of(cashier, "/bills", unit)}
    assert sorted(p["receipt_number"] for p in payments) == [receipt(n) for n in range(1, heard[201] + 1)]
    assert cashier.get("/receipts/gaps").json == {"missing": []}
    check_sums(payments, bills, balance())
    told = Counter(name for name, _ in announced())
    undone = sum(payment["state"] == "reversed" for payment in payments)
    assert (told["billing.payment.received"], told["billing.payment.reversed"]) == (len(payments), undone)


def check_sums(payments: list[dict], bills: dict[str, dict], books: dict[str, str]) -> None:
    """What stands in the till is what is on bills and what is kept for units; no bill has more than it asks for."""
    standing = [payment for payment in payments if payment["state"] != "reversed"]
    parts = [part for payment in payments for part in payment["allocations"] if part["undone_at"] is None]
    on_bill = Counter()
    for part in parts:
        on_bill[part["bill_id"]] += Decimal(part["amount"])
    for bill in bills.values():
        assert Decimal(bill["paid"]) == on_bill[bill["id"]] <= Decimal(bill["amount"])
        assert bill["state"] != "reversed" or not on_bill[bill["id"]]
    prepaid = sum(Decimal(payment["prepaid"]) for payment in payments)
    received = sum(Decimal(payment["amount"]) for payment in standing)
    assert received == sum(on_bill.values()) + prepaid == Decimal(books["cash"])
    assert -Decimal(books.get("prepayments", "0")) == prepaid


def test_a_payment_on_two_bills_for_one_amount_is_noticed():
    """The control: an allocation too many."""
    part = {"bill_id": "a", "amount": "10.00", "undone_at": None}
    payment = {"state": "allocated", "amount": "10.00", "prepaid": "0.00", "allocations": [part, {**part}]}
    bill = {"id": "a", "amount": "60.00", "paid": "20.00", "state": "part_paid"}
    with pytest.raises(AssertionError):
        check_sums([payment], {"a": bill}, {"cash": "10.00"})
