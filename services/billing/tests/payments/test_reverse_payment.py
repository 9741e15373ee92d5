"""A payment is undone with its reason; its receipt keeps the number and says so (RB-5)."""

from decimal import Decimal

import pytest


@pytest.fixture
def reverse(client, cashier):
    def send(payment: dict, by=cashier, **body):
        body = {"reason": "card was refused"} | body
        return client.as_(by).post(f"/payments/{payment['id']}/reverse", json=body, version=payment["version"])

    return send


def test_its_bills_are_open_again_and_the_books_countered(bill, pay, reverse, read_bill, balance, announced):
    first, second = bill(amount="100.00"), bill(amount="60.00")
    paid = pay("130.00", bill_ids=[first["id"], second["id"]]).json
    answer = reverse(paid)
    assert (answer.json["state"], answer.json["reason"]) == ("reversed", "card was refused")
    assert all(a["undone_at"] for a in answer.json["allocations"])
    assert [read_bill(b["id"])["state"] for b in (first, second)] == ["issued", "issued"]
    assert (balance()["cash"], balance()["receivable"]) == ("0.00", "160.00")
    ((_, told),) = announced("billing.payment.reversed")
    assert (told["reason"], told["amount"], len(told["allocations"])) == ("card was refused", Decimal("130.00"), 2)


def test_a_bill_paid_in_two_parts_stays_part_paid(bill, pay, reverse, read_bill):
    issued = bill(amount="108.50")
    first = pay("8.50", bill_ids=[issued["id"]]).json
    pay("100.00", bill_ids=[issued["id"]])
    reverse(first)
    assert (read_bill(issued["id"])["state"], read_bill(issued["id"])["paid"]) == ("part_paid", "100.00")


def test_the_receipt_keeps_its_number_and_is_marked(client, cashier, bill, pay, reverse, receipt):
    issued = bill(amount="108.50")
    paid = pay("108.50", bill_ids=[issued["id"]]).json
    reverse(paid)
    paper = client.as_(cashier).get(f"/receipts/{paid['receipt_number']}").json
    assert (paper["valid"], paper["payment"]["reason"]) == (False, "card was refused")
    assert pay("108.50", bill_ids=[issued["id"]]).json["receipt_number"] == receipt(2)
    assert client.as_(cashier).get("/receipts/gaps").json == {"missing": []}


def test_it_cannot_be_undone_twice_or_unread_or_unreasoned(client, cashier, bill, pay, reverse):
    paid = pay("1.00", bill_ids=[bill()["id"]]).json
    door = f"/payments/{paid['id']}/reverse"
    assert client.as_(cashier).post(door, json={"reason": "typo"}).status_code == 428
    assert "reason" in reverse(paid, reason=" ").json["errors"]
    undone = reverse(paid).json
    assert reverse(paid).status_code == 412
    answer = reverse(undone)
    assert (answer.status_code, answer.json["allowed"]) == (409, [])


def test_a_foreign_payment_is_not_there(bill, pay, reverse, stranger, desk):
    paid = pay("1.00", bill_ids=[bill()["id"]]).json
    assert reverse(paid, by=stranger).status_code == 404
    assert reverse(paid, by=desk).status_code == 403
