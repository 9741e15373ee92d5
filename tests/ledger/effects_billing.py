"""What billing makes of events: one bill a completed paid order, with the amount the order says (RB-1, RW-4)."""

from collections.abc import Iterator

from .copies import copied
from .verdict import Finding, exactly_one


def one_bill(standing, event) -> Iterator[Finding]:
    data = event.data
    bills = standing.find("billing", "bills", "work_order_id", data["work_order_id"])
    if data["amount"] == 0 and (data["kind"] == "rework" or not any(line["amount"] for line in data["lines"])):
        if bills:
            yield Finding("unexpected", "bill", str(event), f"{bills[0].number} for work that costs nothing")
        return
    yield from exactly_one(len(bills), "bill", str(event), f"bill of order {data['number']}")
    for bill in bills:
        if bill.amount != data["amount"]:
            yield Finding("mismatched", "bill", str(event), f"order {data['amount']}, {bill.number} {bill.amount}")


def one_charge(standing, event) -> Iterator[Finding]:
    bills = standing.find("billing", "bills", "id", event.data["charge_id"])
    yield from exactly_one(len(bills), "bill", str(event), f"bill of {event.data['number']}")
    for bill in bills:
        if bill.amount != event.data["amount"]:
            yield Finding(
                "mismatched", "bill", str(event), f"charged {event.data['amount']}, {bill.number} {bill.amount}"
            )


def case_known(standing, event) -> Iterator[Finding]:
    cases = standing.find("billing", "ticket_cases", "id", event.data["ticket_id"])
    yield from exactly_one(len(cases), "case", str(event), "ticket case")


TABLE = {
    "dispatch.work_order.completed": one_bill,
    "intake.booking.charged": one_charge,
    "dispatch.work_order.cancelled": case_known,
    "intake.ticket.cancelled": case_known,
    "intake.site.changed": copied("billing", "sites", "site_id", "seen_version"),
    "intake.unit.changed": copied("billing", "units", "unit_id", "seen_version"),
    "intake.household.changed": copied("billing", "households", "household_id", "seen_version"),
}
