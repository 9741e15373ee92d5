"""What a unit has prepaid pays its open bills, the oldest bill first, out of the oldest payment first (RB-6)."""

from uuid import UUID

from services.billing.ledger.models import EntryKind
from services.billing.ledger.usecases import post_entry
from services.billing.payments import queries
from services.billing.payments.rules import NOTHING, sides_of_application, spread
from shared.errors import Conflict
from shared.ids import new_id

from .allocate import allocate, announce_paid


def apply_prepayment(work, site_id: UUID, unit_id: UUID) -> dict:
    """Raises Conflict when nothing was prepaid or nothing is owed. No new receipt: the money had one."""
    work.principal.require(site_id, "cashier", "manager", "system")
    payments = queries.lock_prepayments(work.session, site_id, unit_id)
    bills = queries.lock_open_bills(work.session, site_id, unit_id)
    if not payments or not bills:
        raise Conflict("Nothing was prepaid for this unit." if not payments else "This unit owes nothing.", allowed=[])
    applied = NOTHING
    for payment in payments:
        applied += _draw(work, payment, bills)
    work.audit("prepayment.applied", about=("unit", unit_id), site_id=site_id, after={"applied": applied})
    return {"unit_id": unit_id, "applied": applied, **queries.account_of(work.session, site_id, unit_id)}


def _draw(work, payment, bills):
    parts, left = spread(payment.prepaid, [(bill, bill.open_amount) for bill in bills])
    drawn = payment.prepaid - left
    if not drawn:
        return NOTHING
    allocations = allocate(work, payment, parts, from_prepayment=True)
    work.session.add_all(allocations)
    payment.prepaid = left
    post_entry(
        work,
        EntryKind.PREPAYMENT_APPLIED,
        site_id=payment.site_id,
        about_id=payment.id,
        cause_id=new_id(),
        sides=sides_of_application(payment, drawn, allocations),
    )
    announce_paid(work, parts)
    return drawn
