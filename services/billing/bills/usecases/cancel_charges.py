"""What a cancelled order or ticket does to its bills: unpaid ones are reversed, paid ones disputed (RB-5)."""

from uuid import UUID

from services.billing.bills import queries
from services.billing.bills.models import DISPUTED, REVERSED, Bill

from .reverse_bill import take_back


def cancel_order_charges(work, site_id: UUID, ticket_id: UUID, work_order_id: UUID, reason: str) -> None:
    """Remembered, so that a completion that arrives later ends the same way."""
    case = queries.lock_case(work, ticket_id, site_id)
    case.cancelled_orders = {str(work_order_id): reason, **case.cancelled_orders}
    bills = queries.lock_bills_of_ticket(work.session, ticket_id)
    _end_all(work, [bill for bill in bills if bill.work_order_id == work_order_id], reason)


def cancel_ticket_charges(work, site_id: UUID, ticket_id: UUID, reason: str) -> None:
    case = queries.lock_case(work, ticket_id, site_id)
    case.cancelled_reason = case.cancelled_reason or reason
    _end_all(work, queries.lock_bills_of_ticket(work.session, ticket_id), reason)


def _end_all(work, bills: list[Bill], reason: str) -> None:
    """What was paid already is the cashier's to decide: the bill is disputed until then."""
    for bill in bills:
        if bill.state is REVERSED:
            continue
        if not bill.paid:
            take_back(work, bill, reason)
        elif bill.state is not DISPUTED:
            bill.move("dispute", work.principal, reason=reason)
