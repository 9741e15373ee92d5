"""A payment was a mistake: undone with a reason, its bills open again, its receipt keeps its number (RB-5)."""

from services.billing.ledger.models import EntryKind
from services.billing.ledger.rules import counter
from services.billing.ledger.usecases import post_entry
from services.billing.payments import queries
from services.billing.payments.models import Payment
from services.billing.payments.rules import NOTHING, sides_of
from shared.contracts.billing import PaymentReversed

from .allocate import facts_of


def reverse_payment(work, payment: Payment, reason: str) -> Payment:
    """Also what its prepayment paid later is undone."""
    work.principal.require(payment.site_id, "cashier", "supervisor", "manager")
    before = {"state": payment.state, "amount": payment.amount, "prepaid": payment.prepaid}
    payment.move("reverse", work.principal, reason=reason)
    standing = [allocation for allocation in payment.allocations if allocation.undone_at is None]
    bills = {bill.id: bill for bill in queries.lock_bills(work.session, payment.site_id, {a.bill_id for a in standing})}
    for allocation in standing:
        bills[allocation.bill_id].give_back(allocation.amount, work.principal)
        allocation.undone_at = work.now
    sides = counter(sides_of(payment, standing))
    post_entry(work, EntryKind.PAYMENT_REVERSED, site_id=payment.site_id, about_id=payment.id, sides=sides, note=reason)
    payment.prepaid = NOTHING
    payment.reversed_at = work.now
    payment.reversed_by = work.principal.name[:100]
    after = {"state": payment.state, "prepaid": payment.prepaid, "bills": [a.bill_number for a in standing]}
    work.audit("payment.reversed", about=payment, before=before, after=after, because=reason)
    work.session.flush()
    facts = facts_of(payment, standing, work.now)
    work.announce(PaymentReversed, about=payment.id, site_id=payment.site_id, reason=reason, **facts)
    return payment
