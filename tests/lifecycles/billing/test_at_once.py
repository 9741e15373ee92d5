"""Fifty pay the same bill, send the same payment, undo the same payment at once: money moves once (C-3, P4)."""

from shared.testing.people import SITE, person
from tests.lifecycles.crowd import PEOPLE, at_once, one_won


def cashiers(client) -> list:
    return [client.as_(person(f"cashier{n}", "cashier")) for n in range(PEOPLE)]


def asked(bill: dict) -> dict:
    return {"site_id": str(SITE), "amount": "108.50", "method": "cash", "payer": "李敏", "bill_ids": [bill["id"]]}


def test_of_fifty_who_pay_a_bill_one_does(client, bill, balance, announced, read_bill, site_known):
    owed, tills = bill(amount="108.50"), cashiers(client)
    keys = [{"Idempotency-Key": f"till-{n}"} for n in range(PEOPLE)]
    answers = at_once(lambda n: tills[n].post("/payments", json=asked(owed), headers=keys[n]))
    one_won(answers, told=(409,), good=201)
    assert (balance()["cash"], read_bill(owed["id"])["paid"]) == ("108.50", "108.50")
    assert len(announced("billing.payment.received")) == len(announced("billing.bill.paid")) == 1
    assert tills[0].get("/receipts/gaps").json == {"missing": []}


def test_fifty_times_the_same_key_is_one_payment_and_one_answer(client, bill, balance, announced, site_known):
    owed, till = bill(amount="108.50"), person("cashier", "cashier")
    hands, key = [client.as_(till) for _ in range(PEOPLE)], {"Idempotency-Key": "one-and-the-same"}
    answers = at_once(lambda n: hands[n].post("/payments", json=asked(owed), headers=key))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert balance()["cash"] == "108.50" and len(announced("billing.payment.received")) == 1


def test_of_fifty_who_undo_a_payment_one_does(client, bill, pay, balance, announced, read_bill):
    owed = bill(amount="108.50")
    payment, tills = pay("108.50", bill_ids=[owed["id"]]).json, cashiers(client)
    path, known = f"/payments/{payment['id']}/reverse", {"version": payment["version"]}
    one_won(at_once(lambda n: tills[n].post(path, json={"reason": str(n)}, **known)), told=(409, 412))
    assert (balance()["cash"], balance()["receivable"]) == ("0.00", "108.50")
    assert len(announced("billing.payment.reversed")) == 1 and read_bill(owed["id"])["paid"] == "0.00"
