"""A bill is never altered: it is taken back whole, with a reason, and issued anew if need be (RB-5)."""

from services.billing.bills.models import Bill
from services.billing.bills.rules import sides_of
from services.billing.ledger.models import EntryKind
from services.billing.ledger.rules import counter
from services.billing.ledger.usecases import post_entry
from shared.contracts.billing import BillReversed

from .facts import announce


def reverse_bill(work, bill: Bill, reason: str) -> Bill:
    """Somebody decided so. Raises Conflict while money lies on the bill."""
    work.principal.require(bill.site_id, "cashier", "supervisor", "manager")
    before = {"state": bill.state, "amount": bill.amount}
    work.audit("bill.reversed", about=bill, before=before, after={"state": "reversed"}, because=reason)
    return take_back(work, bill, reason)


def take_back(work, bill: Bill, reason: str) -> Bill:
    """The reversal itself: state, counter-entry, announcement."""
    bill.move("reverse", work.principal, reason=reason)
    bill.reversed_at = work.now
    sides = counter(sides_of(bill))
    post_entry(work, EntryKind.BILL_REVERSED, site_id=bill.site_id, about_id=bill.id, sides=sides, note=reason)
    announce(work, BillReversed, bill, reason=reason)
    return bill
