"""Many cashiers at once: one winner per bill, and receipts without gap or repeat (C-3, C-4)."""

from concurrent.futures import ThreadPoolExecutor

PAYERS = 12
WRITERS = 16


def at_once(do, things) -> list:
    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(do, things))


def test_of_many_who_pay_the_same_bill_one_wins_and_the_others_are_told(bill, pay, read_bill, balance, announced):
    issued = bill(amount="108.50")
    answers = at_once(lambda _: pay("108.50", bill_ids=[issued["id"]]), range(PAYERS))
    assert sorted(a.status_code for a in answers) == [201] + [409] * (PAYERS - 1)
    assert read_bill(issued["id"])["paid"] == "108.50"
    assert balance()["cash"] == "108.50"
    assert len(announced("billing.payment.received")) == len(announced("billing.bill.paid")) == 1


def test_part_payments_at_once_never_take_more_than_is_owed(bill, pay, read_bill, balance):
    issued = bill(amount="50.00")
    answers = at_once(lambda _: pay("10.00", bill_ids=[issued["id"]]), range(PAYERS))
    assert [a.status_code for a in answers].count(201) == 5
    assert (read_bill(issued["id"])["paid"], balance()["cash"]) == ("50.00", "50.00")


def test_many_writers_leave_no_gap_and_no_repeat_in_the_receipts(client, cashier, bill, pay, receipt):
    issued = [bill(amount="50.00") for _ in range(WRITERS)]

    def take(mine: dict) -> list[str]:
        good = pay("20.00", bill_ids=[mine["id"]]).json["receipt_number"]
        assert pay("90.00", bill_ids=[mine["id"]]).status_code == 422, "refused, and its number given back"
        return [good, pay("30.00", bill_ids=[mine["id"]]).json["receipt_number"]]

    numbers = [number for mine in at_once(take, issued) for number in mine]
    assert sorted(numbers) == [receipt(n) for n in range(1, 2 * WRITERS + 1)]
    assert client.as_(cashier).get("/receipts/gaps").json == {"missing": []}


def test_a_bill_is_not_paid_and_reversed_at_once(client, cashier, bill, pay, read_bill, balance):
    issued = bill(amount="108.50")

    def act(pays: bool):
        if pays:
            return pay("108.50", bill_ids=[issued["id"]])
        return client.as_(cashier).post(f"/bills/{issued['id']}/reverse", json={"reason": "typo"}, version=1)

    codes = sorted(answer.status_code for answer in at_once(act, [True, False] * 4))
    assert len([code for code in codes if code in (200, 201)]) == 1
    assert read_bill(issued["id"])["state"] in ("paid", "reversed")
    assert balance()["receivable"] == "0.00"
