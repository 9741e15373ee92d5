"""What is paid over belongs to the unit, and pays its bills when the cashier says so (RB-6)."""

from uuid import uuid4

import pytest

from shared.testing.people import SITE


@pytest.fixture
def apply(client, cashier):
    return lambda unit: client.as_(cashier).post(f"/units/{unit}/prepayment/apply", json={"site_id": str(SITE)})


@pytest.fixture
def account(client, cashier):
    return lambda unit: client.as_(cashier).get(f"/units/{unit}/account", query_string={"site_id": str(SITE)}).json


def test_an_overpayment_is_kept_for_the_unit(bill, pay, unit, account, balance):
    issued = bill(amount="108.50", unit_id=unit)
    assert pay("200.00", bill_ids=[issued["id"]]).json["prepaid"] == "91.50"
    assert (account(unit)["owed"], account(unit)["prepaid"]) == ("0.00", "91.50")
    assert balance()["prepayments"] == "-91.50"


def test_a_unit_may_pay_before_there_is_a_bill(pay, unit, account):
    assert pay("500.00", unit_id=unit).json["allocations"] == []
    assert account(unit)["prepaid"] == "500.00"


def test_an_overpayment_without_a_known_unit_is_refused(bill, pay):
    somewhere = bill(amount="108.50")
    answer = pay("200.00", bill_ids=[somewhere["id"]])
    assert answer.status_code == 422 and "unit_id" in answer.json["errors"]
    two_units = [bill(amount="50.00")["id"], bill(amount="50.00")["id"]]
    answer = pay("200.00", bill_ids=two_units)
    assert answer.status_code == 422 and "At most 100.00" in answer.json["errors"]["amount"][0]
    assert pay("5.00", unit_id=str(uuid4())).status_code == 422


def test_a_prepayment_pays_the_oldest_bills_first(bill, pay, unit, apply, read_bill, balance, announced):
    pay("120.00", unit_id=unit)
    old, new = bill(amount="100.00", unit_id=unit), bill(amount="60.00", unit_id=unit)
    answer = apply(unit).json
    assert (answer["applied"], answer["owed"], answer["prepaid"]) == ("120.00", "40.00", "0.00")
    assert [read_bill(b["id"])["state"] for b in (old, new)] == ["paid", "part_paid"]
    assert balance()["prepayments"] == "0.00" and balance()["receivable"] == "40.00"
    assert len(announced("billing.bill.paid")) == 1


def test_several_prepayments_are_used_up_in_order(bill, pay, unit, apply, account):
    for amount in ("30.00", "40.00", "50.00"):
        pay(amount, unit_id=unit)
    bill(amount="100.00", unit_id=unit)
    assert apply(unit).json["applied"] == "100.00"
    assert account(unit)["prepaid"] == "20.00"


def test_with_nothing_prepaid_or_owed_there_is_nothing_to_do(bill, pay, unit, apply):
    assert apply(unit).status_code == 409
    pay("30.00", unit_id=unit)
    assert apply(unit).status_code == 409


def test_reversing_the_payment_takes_back_what_its_prepayment_paid(
    client, cashier, bill, pay, unit, apply, read_bill, balance
):
    paid = pay("120.00", unit_id=unit).json
    issued = bill(amount="100.00", unit_id=unit)
    apply(unit)
    version = client.as_(cashier).get(f"/payments/{paid['id']}").json["version"]
    answer = client.as_(cashier).post(f"/payments/{paid['id']}/reverse", json={"reason": "bounced"}, version=version)
    assert answer.status_code == 200 and answer.json["prepaid"] == "0.00"
    assert read_bill(issued["id"])["state"] == "issued"
    books = balance()
    assert (books["cash"], books["prepayments"], books["receivable"]) == ("0.00", "0.00", "100.00")
