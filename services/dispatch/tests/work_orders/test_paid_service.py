"""A paid service: quoted from the price list, agreed to, and never more on the bill than was agreed (RW-4, RB-5)."""

from decimal import Decimal
from uuid import uuid4

import pytest

from shared.contracts.billing import BillPaid


@pytest.fixture
def at_work(arrived, price_list):
    price_list()
    return arrived()


QUOTE = [{"code": "LAB", "quantity": "1.5"}, {"code": "TAP", "quantity": "1"}]


def test_a_quote_is_priced_from_the_list_and_agreed_to_by_somebody_somehow(at_work, act, technician):
    quoted = act(technician, at_work, "quote", lines=QUOTE)
    assert quoted["quoted_amount"] == "138.55"
    assert [(line["stage"], line["amount"]) for line in quoted["lines"]] == [("quoted", "90.00"), ("quoted", "48.55")]
    agreed = act(technician, at_work, "agree", by="李敏", how="signature")
    assert (agreed["agreed_by"], agreed["agreed_how"]) == ("李敏", "signature") and agreed["agreed_at"]


def test_the_completion_states_what_was_used_and_tells_billing_exact_amounts(at_work, act, technician, announced):
    act(technician, at_work, "quote", lines=QUOTE)
    act(technician, at_work, "agree", by="李敏", how="phone")
    labour, materials = [{"code": "LAB", "quantity": "0.333"}], [{"code": "TAP", "quantity": "1"}]
    done = act(technician, at_work, "complete", labour=labour, materials=materials, note="换了龙头", photos=["p1.jpg"])
    assert (done["state"], done["amount"], done["paid_service"]) == ("completed", "68.53", True)
    ((_, told),) = announced("dispatch.work_order.completed")
    assert (told["amount"], told["agreed_by"], told["follow_up"]) == (Decimal("68.53"), "李敏", "leak")
    assert [(line["code"], line["quantity"], line["amount"]) for line in told["lines"]] == [
        ("LAB", Decimal("0.333"), Decimal("19.98")),
        ("TAP", Decimal("1"), Decimal("48.55")),
    ]


@pytest.mark.parametrize("agree", [False, True])
def test_paid_lines_beyond_the_agreement_are_refused_until_quoted_anew(
    at_work, act, read, technician, announced, agree
):
    act(technician, at_work, "quote", lines=QUOTE)
    if agree:
        act(technician, at_work, "agree", by="李敏", how="phone")
    refused = act(technician, at_work, "complete", labour=[{"code": "LAB", "quantity": "2"}], expect=409)
    assert refused["not_agreed"] == ["LAB"]
    assert "quote" in refused["allowed"]
    assert read(at_work)["state"] == "arrived"
    assert announced("dispatch.work_order.completed") == []


def test_without_anything_to_pay_nobody_has_to_agree(at_work, act, technician):
    materials = [{"code": "SCREW", "quantity": "4"}]
    assert act(technician, at_work, "complete", materials=materials)["amount"] == "0.00"


def test_a_new_quote_needs_a_new_agreement(at_work, act, technician):
    act(technician, at_work, "quote", lines=QUOTE)
    act(technician, at_work, "agree", by="李敏", how="phone")
    act(technician, at_work, "agree", by="李敏", how="phone", expect=409)
    again = act(technician, at_work, "quote", lines=[{"code": "CALL", "quantity": "1"}])
    assert (again["quoted_amount"], again["agreed_by"], len(again["lines"])) == ("20.00", None, 1)
    act(technician, at_work, "complete", labour=[{"code": "CALL", "quantity": "1"}], expect=409)


def test_the_agreed_price_stands_when_the_list_changes_meanwhile(at_work, act, technician, price_list):
    act(technician, at_work, "quote", lines=QUOTE)
    act(technician, at_work, "agree", by="李敏", how="phone")
    price_list(version=2, labour="99.00")
    assert act(technician, at_work, "complete", labour=[{"code": "LAB", "quantity": "1"}])["amount"] == "60.00"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"labour": [{"code": "NONE", "quantity": "1"}]}, "labour.0.code"),
        ({"materials": [{"code": "TAP", "quantity": "1"}, {"code": "LAB", "quantity": "1"}]}, "materials.1.code"),
        ({"labour": [{"code": "LAB", "quantity": "0"}]}, "labour.0.quantity"),
        ({"labour": [{"code": "LAB", "quantity": 1.5}]}, "labour.0.quantity"),
        ({"labour": [{"code": "LAB", "quantity": "-1"}]}, "labour.0.quantity"),
        ({"labour": [{"code": "LAB", "quantity": "999999999999"}]}, "labour.0.quantity"),
    ],
)
def test_a_line_that_cannot_be_priced_is_named(at_work, act, technician, body, field):
    assert list(act(technician, at_work, "complete", expect=422, **body)["errors"]) == [field]


def test_there_is_nothing_to_agree_to_before_a_quote(at_work, act, technician):
    refused = act(technician, at_work, "agree", by="李敏", how="phone", expect=409)
    assert "quote" in refused["allowed"] and "agree" not in refused["allowed"]


def test_a_paid_bill_is_noted_on_the_order_whenever_it_is_heard_of(completed, hear, read, parked, now):
    order_id = completed()
    bill = {
        "number": "B-1",
        "version": 1,
        "state": "paid",
        "amount": Decimal("5.00"),
        "paid": Decimal("5.00"),
        "at": now,
    }
    hear(BillPaid, about=order_id, bill_id=uuid4(), work_order_id=order_id, **bill)
    hear(BillPaid, about=order_id, bill_id=uuid4(), work_order_id=None, **bill)
    assert (read(order_id)["bill_number"], parked()) == ("B-1", [])
    hear(BillPaid, about=order_id, bill_id=uuid4(), work_order_id=uuid4(), **bill)
    assert [state for state, *_ in parked()] == ["waiting"]
