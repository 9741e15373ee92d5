"""Money is taken, put on bills oldest first, and receipted by a number without gap (RB-6)."""

from decimal import Decimal
from uuid import uuid4

import pytest

from shared.testing.people import NEIGHBOUR, SECOND_SITE


def test_a_bill_is_paid_and_receipted(bill, pay, read_bill, announced, balance, receipt):
    issued = bill(amount="108.50")
    answer = pay("108.50", bill_ids=[issued["id"]], reference="till 2")
    assert answer.status_code == 201
    paid = answer.json
    assert (paid["receipt_number"], paid["state"], paid["prepaid"]) == (receipt(1), "allocated", "0.00")
    assert [(a["bill_number"], a["amount"]) for a in paid["allocations"]] == [("B-2026-000001", "108.50")]
    assert (read_bill(issued["id"])["state"], read_bill(issued["id"])["paid"]) == ("paid", "108.50")
    assert balance()["receivable"] == "0.00" and balance()["cash"] == "108.50"
    assert [name for name, _ in announced()][1:] == ["billing.payment.received", "billing.bill.paid"]


def test_the_events_of_a_payment_name_amounts_and_never_the_payer(bill, pay, announced):
    issued = bill(amount="108.50")
    paid = pay("108.50", bill_ids=[issued["id"]]).json
    ((_, received),) = announced("billing.payment.received")
    assert (str(received["payment_id"]), received["receipt_number"]) == (paid["id"], paid["receipt_number"])
    (part,) = received["allocations"]
    assert (str(part["bill_id"]), part["amount"], str(part["ticket_id"])) == (
        issued["id"],
        Decimal("108.50"),
        issued["ticket_id"],
    )
    ((_, settled),) = announced("billing.bill.paid")
    assert (settled["state"], settled["paid"], settled["version"]) == ("paid", Decimal("108.50"), 2)
    assert "李敏" not in str(announced())


def test_a_part_payment_leaves_the_rest_open(bill, pay, read_bill, announced):
    issued = bill(amount="108.50")
    pay("8.50", bill_ids=[issued["id"]])
    assert (read_bill(issued["id"])["state"], read_bill(issued["id"])["open_amount"]) == ("part_paid", "100.00")
    assert announced("billing.bill.paid") == []
    pay("100.00", bill_ids=[issued["id"]])
    assert read_bill(issued["id"])["state"] == "paid"


def test_the_oldest_bill_is_paid_first_unless_told_otherwise(bill, pay, read_bill, unit):
    old, middle, new = (bill(amount="100.00", unit_id=unit) for _ in range(3))
    pay("150.00", unit_id=unit)
    assert [read_bill(b["id"])["paid"] for b in (old, middle, new)] == ["100.00", "50.00", "0.00"]
    pay("100.00", bill_ids=[new["id"]])
    assert [read_bill(b["id"])["paid"] for b in (old, middle, new)] == ["100.00", "50.00", "100.00"]


@pytest.mark.parametrize(
    ("method", "account"), [("cash", "cash"), ("transfer", "bank"), ("card", "card"), ("wallet", "wallet")]
)
def test_each_method_has_its_account(bill, pay, balance, method, account):
    pay("108.50", bill_ids=[bill()["id"]], method=method)
    assert balance()[account] == "108.50"


def test_the_payer_is_masked_for_programs(bill, pay, client, desk):
    paid = pay("108.50", bill_ids=[bill()["id"]], payer="李敏 13812345521").json
    assert paid["payer"] == "李敏 138****5521"
    assert pay("1.00", bill_ids=[bill()["id"]]).json["payer"] == "李*"
    assert "13812345521" not in client.as_(desk).get(f"/payments/{paid['id']}").text


def test_the_same_key_takes_the_money_once(bill, pay, read_bill, announced):
    issued, key = bill(amount="108.50"), str(uuid4())
    first, again = (pay("8.50", key=key, bill_ids=[issued["id"]]) for _ in range(2))
    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert read_bill(issued["id"])["paid"] == "8.50"
    assert len(announced("billing.payment.received")) == 1
    assert pay("9.50", key=key, bill_ids=[issued["id"]]).status_code == 422


def test_without_a_key_no_money_is_taken(client, cashier, bill):
    body = {"site_id": bill()["site_id"], "amount": "1.00", "method": "cash", "payer": "李敏", "bill_ids": []}
    assert client.as_(cashier).post("/payments", json=body).status_code == 400


def test_a_paid_bill_takes_no_second_payment(bill, pay):
    issued = bill(amount="108.50")
    pay("108.50", bill_ids=[issued["id"]])
    answer = pay("108.50", bill_ids=[issued["id"]])
    assert answer.status_code == 409 and "B-2026-000001 is paid" in answer.json["detail"]


BAD = [
    ({"amount": "0.00"}, "amount"),
    ({"amount": "12.505"}, "amount"),
    ({"amount": 12.5}, "amount"),
    ({"method": "gold"}, "method"),
    ({"payer": "  "}, "payer"),
    ({"bill_ids": ["B-2026-000001"]}, "bill_ids"),
    ({"state": "allocated"}, "state"),
    ({"bill_ids": []}, "unit_id"),
]


@pytest.mark.parametrize(("changes", "named"), BAD)
def test_bad_input_is_named_and_leaves_no_trace(client, cashier, bill, pay, announced, changes, named, receipt):
    issued = bill()
    asked = {
        "site_id": issued["site_id"],
        "amount": "1.00",
        "method": "cash",
        "payer": "李敏",
        "bill_ids": [issued["id"]],
    }
    headers = {"Idempotency-Key": "k1"}
    answer = client.as_(cashier).post("/payments", json=asked | changes, headers=headers)
    assert answer.status_code == 422
    assert any(name.startswith(named) for name in answer.json["errors"])
    assert announced("billing.payment.received") == []
    assert pay("1.00", bill_ids=[issued["id"]]).json["receipt_number"] == receipt(1), "no number was lost"


def test_an_unknown_bill_is_not_found_and_a_desk_takes_no_money(pay, desk):
    assert pay("1.00", bill_ids=[str(uuid4())]).status_code == 404
    assert pay("1.00", bill_ids=[str(uuid4())], by=desk).status_code == 403


def test_nobody_takes_money_for_another_site(bill, pay):
    issued = bill()
    assert pay("1.00", bill_ids=[issued["id"]], by=NEIGHBOUR, site_id=SECOND_SITE).status_code == 404
    assert pay("1.00", bill_ids=[issued["id"]], by=NEIGHBOUR).status_code == 403
