"""A completed paid work order becomes one bill whose lines explain themselves (RB-1, RW-4)."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import exc, text

from shared.contracts.dispatch import WorkOrderCompleted

ON = {"valid_from": "2026-01-01"}
PRICES = [
    {
        "code": "MAT-TAP",
        "name_zh": "水龙头",
        "name_en": "Tap",
        "kind": "material",
        "unit": "piece",
        "price": "48.50",
        **ON,
    },
    {
        "code": "LAB-PLUMB",
        "name_zh": "水工",
        "name_en": "Work",
        "kind": "labour",
        "unit": "hour",
        "price": "70.00",
        **ON,
    },
]


def test_each_line_says_quantity_rate_amount_and_which_standard(client, head_office, complete, read_bills):
    client.as_(head_office).post("/price-list/imports", json={"items": PRICES})
    order = complete(amount="108.50")
    (bill,) = read_bills(work_order_id=order["work_order_id"])
    assert (bill["number"], bill["state"], bill["amount"], bill["paid"]) == (
        "B-2026-000001",
        "issued",
        "108.50",
        "0.00",
    )
    assert (bill["work_order_number"], bill["ticket_number"]) == ("W-2026-000007", "T-2026-000007")
    tap, work = bill["lines"]
    assert (tap["quantity"], tap["rate"], tap["amount"], tap["standard_from"]) == ("1", "48.5", "48.50", "2026-01-01")
    assert (tap["name_zh"], tap["name_en"]) == ("水龙头", "Tap")
    assert work["standard_from"] is None, "60.00 was agreed apart: the list says 70.00"


def test_the_bill_is_announced_and_stands_in_the_books(complete, read_bills, announced, balance):
    order = complete(amount="108.50")
    ((_, told),) = announced("billing.bill.issued")
    (bill,) = read_bills(ticket_id=order["ticket_id"])
    assert (str(told["bill_id"]), told["number"], told["version"]) == (bill["id"], bill["number"], bill["version"])
    assert (told["amount"], told["work_order_id"]) == (Decimal("108.50"), order["work_order_id"])
    assert balance() == {"receivable": "108.50", "revenue_labour": "-60.00", "revenue_material": "-48.50"}


def test_told_twice_there_is_one_bill(hear, order, read_bills, announced):
    facts, event = order(), uuid4()
    for event_id in (event, event, None):
        hear(WorkOrderCompleted, about=facts["work_order_id"], event_id=event_id, **facts)
    assert len(read_bills()) == len(announced("billing.bill.issued")) == 1


def test_free_work_makes_no_bill(complete, read_bills):
    complete(lines=[], amount="0.00")
    assert read_bills() == []


def test_redone_work_is_free_whatever_was_used_for_it(complete, read_bills, parked):
    complete(kind="rework", amount="0.00")
    assert read_bills() == [] and parked() == []


@pytest.mark.parametrize("amount", ["108.51", "0.00"])
def test_an_amount_that_is_not_the_sum_of_its_lines_breaks_the_contract(hear, order, read_bills, parked, amount):
    facts = order() | {"amount": Decimal(amount)}
    hear(WorkOrderCompleted, about=facts["work_order_id"], **facts)
    assert read_bills() == []
    ((state, _, error),) = parked()
    assert state == "dead" and "add up to 108.50" in error


def test_a_line_that_is_not_quantity_times_price_breaks_the_contract(hear, order, read_bills, parked):
    facts = order()
    facts["lines"][0] |= {"quantity": Decimal("2")}
    hear(WorkOrderCompleted, about=facts["work_order_id"], **facts)
    assert read_bills() == [] and "48.50 is 97.00, not 48.50" in parked()[0][2]


def test_a_bill_is_never_altered_by_anybody(store, complete):
    complete()
    for change in ("UPDATE bills SET amount = 1", "DELETE FROM bills", "UPDATE bill_lines SET rate = 1"):
        with pytest.raises(exc.IntegrityError, match="never altered"), store.work(None) as work:
            work.session.execute(text(change))


def test_the_number_counts_the_year_on_the_wall_of_the_site(hear, order, site_known, read_bills):
    facts, new_year = order(), datetime(2025, 12, 31, 17, 0, tzinfo=UTC)
    hear(WorkOrderCompleted, about=facts["work_order_id"], heard_at=new_year, **facts)
    assert [bill["number"] for bill in read_bills()] == ["B-2026-000001"]
