"""Every state × every door of bills and payments: legal steps happen, all others change nothing (C-2, RB-5)."""

from uuid import UUID

import pytest

from services.billing.bills.models import LIFECYCLE as OF_BILLS
from services.billing.bills.models import Bill
from services.billing.payments.models import LIFECYCLE as OF_PAYMENTS
from services.billing.payments.models import Payment
from tests.lifecycles.sweep import EVERYONE, Sweep

PAID = {"part_paid": "20.00", "paid": "50.00"}


@pytest.fixture
def decide(client):
    def take(path: str, version: int) -> None:
        answer = client.as_(EVERYONE).post(path, json={"reason": "x"}, version=version)
        assert answer.status_code == 200, answer.json

    return take


@pytest.fixture
def bills(client, app, store, bill, pay, decide, into):
    def put(state) -> str:
        issued = bill(amount="50.00")
        if state in PAID:
            pay(PAID[state], bill_ids=[issued["id"]])
        if state in ("disputed", "reversed"):
            decide(f"/bills/{issued['id']}/{'dispute' if state == 'disputed' else 'reverse'}", 1)
        if state == "draft":
            into(Bill, UUID(issued["id"]), state)
        return issued["id"]

    return Sweep(client, app, store, OF_BILLS, "/bills", put, shows_allowed=False)


@pytest.fixture
def payments(client, app, store, bill, pay, decide, into):
    def put(state) -> str:
        payment = pay("20.00", bill_ids=[bill(amount="50.00")["id"]]).json
        if state == "reversed":
            decide(f"/payments/{payment['id']}/reverse", payment["version"])
        if state == "received":
            into(Payment, UUID(payment["id"]), state)
        return payment["id"]

    return Sweep(client, app, store, OF_PAYMENTS, "/payments", put, shows_allowed=False)


def test_every_door_of_bills_and_payments_is_in_its_table(bills, payments):
    assert bills.strangers() == payments.strangers() == set()
    assert set(bills.found()) >= {"reverse", "dispute", "uphold"} and set(payments.found()) >= {"reverse"}


def test_of_a_bill_what_is_illegal_is_refused_and_what_is_legal_happens(bills):
    bills.go_through()


def test_of_a_payment_what_is_illegal_is_refused_and_what_is_legal_happens(payments):
    payments.go_through()
