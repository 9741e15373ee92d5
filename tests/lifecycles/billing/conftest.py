"""Billing's own fixtures, for games about its lifecycles."""

from services.billing.tests.conftest import (  # noqa: F401
    balance,
    bill,
    complete,
    order,
    pay,
    read_bill,
    read_bills,
    receipt,
    service,
    site_known,
    unit,
)
