"""Finding payments and what they may pay; whatever will change is locked, always in the order of its id."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from services.billing.bills.models import OPEN, Bill
from shared.errors import NotFound, found

from .models import Allocation, Payment
from .rules import NOTHING


def _oldest_first(bills) -> list[Bill]:
    return sorted(bills, key=lambda bill: (bill.issued_at, bill.id))


def lock_bills(session, site_id: UUID, bill_ids) -> list[Bill]:
    """These bills, oldest first. Raises NotFound naming those that are not of this site."""
    wanted = set(bill_ids)
    chosen = select(Bill).where(Bill.id.in_(wanted), Bill.site_id == site_id).order_by(Bill.id).with_for_update()
    bills = session.scalars(chosen).all()
    missing = sorted(str(bill_id) for bill_id in wanted - {bill.id for bill in bills})
    if missing:
        said = [f"{bill_id} is unknown." for bill_id in missing]
        raise NotFound("Not every bill was found at this site.", errors={"bill_ids": said})
    return _oldest_first(bills)


def lock_open_bills(session, site_id: UUID, unit_id: UUID) -> list[Bill]:
    """What a unit owes, oldest first."""
    chosen = select(Bill).where(Bill.unit_id == unit_id, Bill.site_id == site_id, Bill.state.in_(OPEN))
    return _oldest_first(session.scalars(chosen.order_by(Bill.id).with_for_update()))


def lock_prepayments(session, site_id: UUID, unit_id: UUID) -> list[Payment]:
    """The unit's payments with something left, oldest first."""
    chosen = select(Payment).where(Payment.unit_id == unit_id, Payment.site_id == site_id, Payment.prepaid > NOTHING)
    return list(session.scalars(chosen.order_by(Payment.id).with_for_update()))


def find_payment(session, payment_id: UUID, *, lock: bool = False) -> Payment:
    """The payment with its allocations. Raises NotFound."""
    chosen = select(Payment).where(Payment.id == payment_id).options(selectinload(Payment.allocations))
    return found(session.scalar(chosen.with_for_update(of=Payment) if lock else chosen), "payment")


def payments(asked: dict):
    """The statement behind a page of payments."""
    chosen = select(Payment).options(selectinload(Payment.allocations))
    for name in ("site_id", "unit_id", "state", "method", "receipt_number"):
        if asked.get(name) is not None:
            chosen = chosen.where(getattr(Payment, name) == asked[name])
    if asked.get("bill_id"):
        paying = select(Allocation.payment_id).where(Allocation.bill_id == asked["bill_id"])
        chosen = chosen.where(Payment.id.in_(paying))
    return chosen


def account_of(session, site_id: UUID, unit_id: UUID) -> dict:
    """What a unit owes and what it has prepaid."""
    open_bills = select(func.sum(Bill.amount), func.sum(Bill.paid)).where(
        Bill.unit_id == unit_id, Bill.site_id == site_id, Bill.state.in_(OPEN)
    )
    amount, paid = session.execute(open_bills).one()
    prepaid = session.scalar(
        select(func.sum(Payment.prepaid)).where(Payment.unit_id == unit_id, Payment.site_id == site_id)
    )
    return {"owed": (amount or NOTHING) - (paid or NOTHING), "prepaid": prepaid or NOTHING}


def payment_of_receipt(session, number: str, site_id: UUID | None = None) -> list[Payment]:
    """Receipts of this number: one per site at most, because each site counts its own."""
    chosen = select(Payment).where(Payment.receipt_number == number)
    if site_id:
        chosen = chosen.where(Payment.site_id == site_id)
    with_lines = selectinload(Payment.allocations).options(joinedload(Allocation.bill).selectinload(Bill.lines))
    return list(session.scalars(chosen.options(with_lines)))
