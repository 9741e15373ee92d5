"""A contested bill is not collected until it was upheld or reversed (RB-8)."""

import pytest


@pytest.fixture
def act(client, supervisor, read_bill):
    def send(bill: dict, action: str, reason: str = "not agreed"):
        version = read_bill(bill["id"])["version"]
        return client.as_(supervisor).post(f"/bills/{bill['id']}/{action}", json={"reason": reason}, version=version)

    return send


def test_a_disputed_bill_takes_no_money(bill, act, pay):
    issued = bill()
    assert act(issued, "dispute").json["state"] == "disputed"
    answer = pay("108.50", bill_ids=[issued["id"]])
    assert answer.status_code == 409 and "B-2026-000001 is disputed" in answer.json["detail"]


@pytest.mark.parametrize(("paid", "state"), [(None, "issued"), ("8.50", "part_paid"), ("108.50", "paid")])
def test_an_upheld_bill_goes_on_as_far_paid_as_it_is(bill, act, pay, paid, state):
    issued = bill(amount="108.50")
    if paid:
        pay(paid, bill_ids=[issued["id"]])
    act(issued, "dispute")
    assert act(issued, "uphold", "the customer had signed").json["state"] == state


def test_a_disputed_bill_may_be_reversed(bill, act, balance):
    issued = bill()
    act(issued, "dispute")
    assert act(issued, "reverse").json["state"] == "reversed"
    assert set(balance().values()) == {"0.00"}


FORBIDDEN = {
    "issued": ("uphold",),
    "part_paid": ("uphold", "reverse"),
    "paid": ("uphold", "reverse"),
    "reversed": ("uphold", "reverse", "dispute"),
}


@pytest.mark.parametrize(("state", "action"), [(s, a) for s, actions in FORBIDDEN.items() for a in actions])
def test_what_the_table_does_not_know_is_refused_with_what_is_possible(bill, act, pay, read_bill, state, action):
    """C-2: illegal moves answer 409 with the allowed actions and change nothing."""
    issued = bill(amount="108.50")
    if state == "reversed":
        act(issued, "reverse")
    elif state != "issued":
        pay({"part_paid": "8.50", "paid": "108.50"}[state], bill_ids=[issued["id"]])
    answer = act(issued, action)
    assert answer.status_code == 409 and isinstance(answer.json["allowed"], list)
    assert read_bill(issued["id"])["state"] == state
