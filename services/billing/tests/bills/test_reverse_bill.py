"""A bill is taken back whole with its reason, by a person or because the work was cancelled (RB-5)."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest

from shared.contracts.dispatch import WorkOrderCancelled, WorkOrderCompleted
from shared.contracts.intake import TicketCancelled


def test_a_reversed_bill_keeps_its_number_and_its_counter_entry(client, supervisor, bill, balance, announced):
    issued = bill(amount="108.50")
    answer = client.as_(supervisor).post(
        f"/bills/{issued['id']}/reverse", json={"reason": "wrong unit"}, version=issued["version"]
    )
    assert answer.status_code == 200
    assert (answer.json["state"], answer.json["number"], answer.json["reason"]) == (
        "reversed",
        "B-2026-000001",
        "wrong unit",
    )
    assert set(balance().values()) == {"0.00"}
    ((_, told),) = announced("billing.bill.reversed")
    assert (told["state"], told["reason"], told["version"]) == ("reversed", "wrong unit", answer.json["version"])


def test_a_reason_is_required(client, cashier, bill):
    issued = bill()
    answer = client.as_(cashier).post(f"/bills/{issued['id']}/reverse", json={}, version=issued["version"])
    assert answer.status_code == 422 and "reason" in answer.json["errors"]


def test_the_slower_of_two_is_told_to_read_again(client, cashier, bill):
    issued = bill()
    door = f"/bills/{issued['id']}/reverse"
    assert client.as_(cashier).post(door, json={"reason": "typo"}).status_code == 428
    assert client.as_(cashier).post(door, json={"reason": "typo", "version": issued["version"]}).status_code == 200
    assert client.as_(cashier).post(door, json={"reason": "typo", "version": issued["version"]}).status_code == 412


def test_money_on_the_bill_must_be_given_back_first(client, cashier, bill, pay, read_bill):
    issued = bill(amount="108.50")
    pay("8.50", bill_ids=[issued["id"]])
    version = read_bill(issued["id"])["version"]
    answer = client.as_(cashier).post(f"/bills/{issued['id']}/reverse", json={"reason": "typo"}, version=version)
    assert answer.status_code == 409 and "reverse the payment first" in answer.json["detail"]
    assert read_bill(issued["id"])["state"] == "part_paid"


def test_a_foreign_bill_is_not_there(client, stranger, bill):
    issued = bill()
    answer = client.as_(stranger).post(f"/bills/{issued['id']}/reverse", json={"reason": "x"}, version=1)
    assert answer.status_code == 404
    assert client.as_(stranger).get("/bills").json["items"] == []


def end_of(order: dict) -> dict:
    names = (
        "work_order_id",
        "number",
        "version",
        "ticket_id",
        "ticket_number",
        "kind",
        "ticket_kind",
        "priority",
        "at",
    )
    return {name: order[name] for name in names} | {"state": "cancelled", "reason": "customer withdrew"}


def ticket_end(order: dict) -> dict:
    return {"ticket_id": order["ticket_id"], "number": order["ticket_number"], "version": 9, "reason": "withdrawn"}


def tell(hear, order: dict, what: str) -> None:
    if what == "completed":
        hear(WorkOrderCompleted, about=order["work_order_id"], **order)
    elif what == "order cancelled":
        hear(WorkOrderCancelled, about=order["work_order_id"], **end_of(order))
    else:
        hear(TicketCancelled, about=order["ticket_id"], **ticket_end(order))


EVENTS = ("completed", "completed", "order cancelled", "ticket cancelled")
ORDERS = [
    ("completed", "order cancelled"),
    ("order cancelled", "completed"),
    ("completed", "ticket cancelled"),
    ("ticket cancelled", "completed"),
    *sorted(set(permutations(EVENTS))),
]


@pytest.mark.parametrize("story", ORDERS, ids=" then ".join)
def test_early_late_or_twice_a_cancellation_ends_the_same_way(hear, order, read_bills, balance, announced, story):
    """C-5: whatever the order of arrival, one bill, reversed, and books that hold nothing of it."""
    facts = order()
    for what in story:
        tell(hear, facts, what)
    (bill,) = read_bills(work_order_id=facts["work_order_id"])
    assert bill["state"] == "reversed"
    assert set(balance().values()) == {"0.00"}
    assert [name for name, _ in announced()] == ["billing.bill.issued", "billing.bill.reversed"]


def test_another_order_of_the_ticket_keeps_its_bill(hear, order, read_bills):
    kept, ended = order(), order()
    ended["ticket_id"] = kept["ticket_id"]
    for facts in (kept, ended):
        tell(hear, facts, "completed")
    tell(hear, ended, "order cancelled")
    states = {bill["work_order_id"]: bill["state"] for bill in read_bills(ticket_id=kept["ticket_id"])}
    assert states == {str(kept["work_order_id"]): "issued", str(ended["work_order_id"]): "reversed"}


def test_a_bill_that_was_paid_already_is_put_before_the_cashier(hear, order, read_bills, pay, balance):
    facts = order(amount="108.50")
    tell(hear, facts, "completed")
    (bill,) = read_bills()
    pay("108.50", bill_ids=[bill["id"]])
    tell(hear, facts, "ticket cancelled")
    (bill,) = read_bills()
    assert (bill["state"], bill["paid"], bill["reason"]) == ("disputed", "108.50", "T-2026-000007: withdrawn")
    assert balance()["cash"] == "108.50"


def test_a_completion_and_a_cancellation_at_the_same_moment_end_the_same_way(hear, order, read_bills, balance):
    """Two consumers, one event each: neither may miss what the other writes (C-5)."""
    orders = [order() for _ in range(4)]
    told = [(facts, what) for facts in orders for what in ("completed", "ticket cancelled")]
    with ThreadPoolExecutor(len(told)) as pool:
        list(pool.map(lambda pair: tell(hear, *pair), told))
    assert [bill["state"] for bill in read_bills()] == ["reversed"] * 4
    assert set(balance().values()) == {"0.00"}
