"""The customer agrees to the quote: who, how and when is kept (RW-4)."""

from services.dispatch.work_orders.models import WorkOrder
from shared.errors import Conflict


def agree_quote(work, order: WorkOrder, *, by: str, how: str) -> WorkOrder:
    order.check(work, "agree")
    if order.quoted_amount is None or order.agreed_at is not None:
        detail = "There is no quote to agree to." if order.quoted_amount is None else "The quote is agreed to already."
        allowed = [action for action in order.allowed_to(work.principal) if action != "agree"]
        raise Conflict(detail, state=str(order.state), allowed=allowed)
    order.move(work, "agree")
    order.agreed_by, order.agreed_how, order.agreed_at = by, how, work.now
    return order
