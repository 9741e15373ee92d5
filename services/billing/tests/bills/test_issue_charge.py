"""What a booked facility costs becomes one bill, however often it is told (RD-20, RB-1)."""

from decimal import Decimal

import pytest

from services.billing.bills.models import Bill
from shared.contracts.intake_bookings import BookingCharged
from shared.contracts.shape import example


@pytest.fixture
def charge():
    return BookingCharged.read(example(BookingCharged))


def test_one_bill_with_a_line_that_explains_itself(store, hear, charge, announced, parked):
    told = hear(BookingCharged, about=charge["booking_id"], **charge)
    hear(BookingCharged, about=charge["booking_id"], event_id=told, **charge)
    hear(BookingCharged, about=charge["booking_id"], **charge)
    with store.reading(None) as session:
        (bill,) = session.query(Bill).all()
        assert (bill.id, bill.amount, bill.unit_id) == (charge["charge_id"], Decimal("120.00"), charge["unit_id"])
    ((_, issued),) = announced("billing.bill.issued")
    assert (issued["amount"], issued["unit_id"]) == (Decimal("120.00"), charge["unit_id"]) and parked() == []


def test_what_does_not_add_up_is_no_bill(store, hear, charge, parked):
    hear(BookingCharged, about=charge["booking_id"], **{**charge, "amount": Decimal("100.00")})
    with store.reading(None) as session:
        assert session.query(Bill).count() == 0
    assert len(parked()) == 1
