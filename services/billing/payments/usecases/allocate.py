"""Putting money on bills, and telling who is paid up."""

from decimal import Decimal

from services.billing.bills.models import PAID, Bill
from services.billing.bills.usecases.facts import announce
from services.billing.payments.models import Allocation, Payment
from shared.contracts.billing import BillPaid


def allocate(work, payment: Payment, parts: list[tuple[Bill, Decimal]], *, from_prepayment: bool) -> list[Allocation]:
    """Each bill takes its part; the allocations are of this very moment."""
    made = []
    for bill, amount in parts:
        bill.take(amount, work.principal)
        made.append(
            Allocation(
                site_id=payment.site_id,
                payment_id=payment.id,
                bill_id=bill.id,
                bill_number=bill.number,
                ticket_id=bill.ticket_id,
                amount=amount,
                from_prepayment=from_prepayment,
                at=work.now,
            )
        )
    return made


def announce_paid(work, parts: list[tuple[Bill, Decimal]]) -> None:
    for bill, _ in parts:
        if bill.state is PAID:
            announce(work, BillPaid, bill)


def facts_of(payment: Payment, allocations: list[Allocation], at) -> dict:
    """What every event of a payment tells; never who paid (RF-6)."""
    told = ("receipt_number", "amount", "method", "unit_id")
    of_part = ("bill_id", "bill_number", "amount", "ticket_id")
    parts = [{name: getattr(allocation, name) for name in of_part} for allocation in allocations]
    return {"payment_id": payment.id, "at": at, "allocations": parts} | {name: getattr(payment, name) for name in told}
