"""Every planted loss, double and mismatch is found, and a house in order shows none (P1…P5, RB-5, RV-9)."""

import copy

import pytest

from embedded.reconcile import Facts, compare

ORDER = {
    "work_order_id": "o1",
    "number": "W-1",
    "ticket_id": "t1",
    "state": "closed",
    "kind": "first",
    "rework_of": None,
}
BILL = {"bill_id": "b1", "number": "B-1", "work_order_id": "o1", "ticket_id": "t1", "state": "paid"}
VISIT = {"id": "v1", "work_order_id": "o1", "state": "done", "outcome": "satisfied"}


def in_order() -> Facts:
    """One paid repair that ended well, one public repair, and one that nobody could sort yet."""
    ticket = {
        "ticket_id": "t1",
        "number": "T-1",
        "kind": "repair_unit",
        "state": "closed",
        "external_id": "x1",
        "moves": 5,
    }
    ticket |= {"integration_id": "i", "reopened_times": 0, "waits_for_classification": False}
    public = ticket | {"ticket_id": "t2", "number": "T-2", "kind": "repair_public", "external_id": "x2"}
    unsorted = ticket | {"ticket_id": "t3", "number": "T-3", "kind": "unclassified", "external_id": "x3", "moves": 1}
    unsorted |= {"state": "open", "waits_for_classification": True}
    hooks = {"delivered": 5, "pending": 0, "given_up": 0}
    return Facts(
        tickets=[ticket, public, unsorted],
        orders=[
            ORDER | {"amount": "86.00"},
            ORDER | {"work_order_id": "o2", "number": "W-2", "ticket_id": "t2", "amount": "0.00"},
        ],
        bills=[BILL | {"amount": "86.00", "paid": "86.00", "receipt_numbers": ["R-1"]}],
        told=[
            {"ticket_id": "t1", "return_visits": [dict(VISIT)], "messages": {}, "webhooks": dict(hooks)},
            {"ticket_id": "t2", "return_visits": [], "messages": {}, "webhooks": dict(hooks)},
            {"ticket_id": "t3", "return_visits": [], "messages": {}, "webhooks": hooks | {"delivered": 1}},
        ],
        trial_balance={"difference": "0.00"},
        plumbing={"intake": {"outbox_waiting": 0, "parked_waiting": 0, "parked_dead": 0}},
        accepted={"x1": "t1", "x2": "t2", "x3": "t3"},
        heard={"t1": [1, 2, 3, 4, 5], "t2": [1, 2, 2, 3, 4, 5], "t3": [1]},
    )


def test_a_house_in_order_shows_no_difference():
    assert compare(in_order()) == []


def test_without_anybody_outside_only_the_house_is_compared():
    facts = in_order()
    facts.accepted = facts.heard = None
    assert compare(facts) == []


def withdrawn_too_late(facts):
    """The customer withdrew while the work went on: it was billed and paid, and the visit found it bad (RB-5, RD-6)."""
    facts.tickets[0]["state"], facts.orders[0]["state"], facts.bills[0]["state"] = "cancelled", "closed", "disputed"
    facts.told[0]["return_visits"][0]["outcome"] = "still_broken"


def test_a_ticket_that_was_withdrawn_too_late_is_no_difference():
    facts = in_order()
    withdrawn_too_late(facts)
    assert compare(facts) == []


def put(place, name, value):
    place[name] = value


def nobody_asks(facts):
    """The visit was waived though the ticket waits for it (seen when a late event was taken for the ticket's end)."""
    facts.tickets[0]["state"], facts.orders[0]["state"] = "resolved", "completed"
    facts.told[0]["return_visits"][0].update(state="waived", outcome=None)


PLANTED = {
    "an accepted push was lost": (lambda f: f.accepted.update(x9="t9"), "push"),
    "a ticket stands that nobody was told of": (lambda f: f.accepted.pop("x2"), "push"),
    "a push became two tickets": (lambda f: f.tickets.append(f.tickets[2] | {"ticket_id": "t4"}), "push"),
    "a push was answered with another ticket": (lambda f: f.accepted.update(x1="t2"), "push"),
    "a ticket has no order": (lambda f: f.orders.pop(), "work"),
    "a ticket has two first orders": (lambda f: f.orders.append(f.orders[1] | {"work_order_id": "o3"}), "work"),
    "an unsorted ticket has an order": (lambda f: put(f.orders[1], "ticket_id", "t3"), "work"),
    "an order has no ticket": (lambda f: f.orders.append(ORDER | {"ticket_id": "t9", "amount": "0"}), "work"),
    "order and ticket disagree": (lambda f: put(f.orders[0], "state", "accepted"), "state"),
    "a reopening has no rework": (lambda f: put(f.tickets[0], "reopened_times", 1), "rework"),
    "work was not billed": (lambda f: f.bills.clear(), "bill"),
    "work was billed twice": (lambda f: f.bills.append(f.bills[0] | {"bill_id": "b2", "number": "B-2"}), "bill"),
    "the bill has another amount": (lambda f: f.bills[0].update(amount="85.99", paid="85.99"), "bill"),
    "free work was billed": (lambda f: put(f.orders[0], "amount", "0.00"), "bill"),
    "a bill has no order": (lambda f: put(f.bills[0], "work_order_id", "o9"), "bill"),
    "a paid bill has no receipt": (lambda f: put(f.bills[0], "receipt_numbers", []), "receipt"),
    "more was paid than owed": (lambda f: put(f.bills[0], "paid", "90.00"), "receipt"),
    "a bill says paid and is not": (lambda f: put(f.bills[0], "paid", "80.00"), "receipt"),
    "a receipt number is missing": (lambda f: f.receipt_gaps.append("R-2"), "receipt"),
    "the books do not balance": (lambda f: put(f.trial_balance, "difference", "-1.00"), "ledger"),
    "nobody was asked": (lambda f: f.told[0]["return_visits"].clear(), "visit"),
    "somebody was asked twice": (lambda f: f.told[0]["return_visits"].append(VISIT | {"id": "v2"}), "visit"),
    "closed though not content": (lambda f: put(f.told[0]["return_visits"][0], "outcome", "still_broken"), "visit"),
    "content but not closed": (lambda f: put(f.tickets[0], "state", "resolved"), "visit"),
    "nobody will ask any more": (nobody_asks, "visit"),
    "a move was never delivered": (lambda f: put(f.told[1]["webhooks"], "delivered", 4), "webhook"),
    "a webhook was given up": (lambda f: put(f.told[0]["webhooks"], "given_up", 1), "webhook"),
    "moves were heard out of order": (lambda f: put(f.heard, "t1", [1, 3, 2, 4, 5]), "webhook"),
    "an event waits": (lambda f: put(f.plumbing["intake"], "outbox_waiting", 2), "plumbing"),
    "an event is dead": (lambda f: put(f.plumbing["intake"], "parked_dead", 1), "plumbing"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_planted_is_found(planted):
    facts = copy.deepcopy(in_order())
    plant, rule = PLANTED[planted]
    plant(facts)
    assert rule in {difference.rule for difference in compare(facts)}
