"""A customer contests a bill: nobody collects it until it was upheld or reversed (RB-8)."""

from services.billing.bills.models import Bill


def dispute_bill(work, bill: Bill, reason: str) -> Bill:
    work.principal.require(bill.site_id, "desk", "cashier", "supervisor", "manager")
    before = {"state": bill.state}
    bill.move("dispute", work.principal, reason=reason)
    work.audit("bill.disputed", about=bill, before=before, after={"state": bill.state}, because=reason)
    work.session.flush()
    return bill


def uphold_bill(work, bill: Bill, reason: str) -> Bill:
    """The bill stands: it goes on as far paid as it is."""
    work.principal.require(bill.site_id, "cashier", "supervisor", "manager")
    before = {"state": bill.state}
    bill.uphold(work.principal, reason)
    work.audit("bill.upheld", about=bill, before=before, after={"state": bill.state}, because=reason)
    work.session.flush()
    return bill
