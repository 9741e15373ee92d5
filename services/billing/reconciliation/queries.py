"""Every bill with what it says about work, ticket and money, a page at a time (quality.md §2)."""

from sqlalchemy import select

from services.billing.bills.models import Bill
from services.billing.payments.models import Allocation, Payment
from shared.web.paging import Page, keyset


def facts(session, asked: dict) -> Page:
    chosen = select(Bill)
    if asked.get("site_id"):
        chosen = chosen.where(Bill.site_id == asked["site_id"])
    page = keyset(session, chosen, (Bill.id,), asked, descending=False)
    receipts = _receipts(session, [bill.id for bill in page.items])
    return Page([_fact(bill, receipts.get(bill.id, [])) for bill in page.items], page.next)


def _receipts(session, bill_ids: list) -> dict:
    chosen = (
        select(Allocation.bill_id, Payment.receipt_number)
        .join(Payment, Payment.id == Allocation.payment_id)
        .where(Allocation.bill_id.in_(bill_ids), Allocation.undone_at.is_(None))
        .order_by(Payment.id)
    )
    found: dict = {}
    for bill_id, number in session.execute(chosen):
        found.setdefault(bill_id, []).append(number)
    return found


def _fact(bill: Bill, receipts: list[str]) -> dict:
    told = ("number", "work_order_id", "ticket_id", "state", "amount", "paid")
    return {"bill_id": bill.id, "receipt_numbers": receipts} | {name: getattr(bill, name) for name in told}
