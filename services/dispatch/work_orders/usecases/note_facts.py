"""Facts of the other services that an order keeps beside it: paid, and nobody reached."""

from services.dispatch.work_orders.models import WorkOrder
from services.dispatch.work_orders.queries import find_order


def note_bill_paid(work, bill: dict) -> WorkOrder | None:
    """The bill of this order is paid; of two bills the later payment is shown."""
    if bill.get("work_order_id") is None:
        return None
    order = find_order(work.session, bill["work_order_id"])
    if order.bill_paid_at is None or bill["at"] > order.bill_paid_at:
        order.bill_number, order.bill_paid_at = bill["number"], bill["at"]
    return order


def note_unreachable(work, visit: dict) -> WorkOrder:
    """Nobody answered the return visit after the last try (RV-2)."""
    order = find_order(work.session, visit["work_order_id"])
    if order.unreachable_at is None or visit["at"] > order.unreachable_at:
        order.unreachable_at = visit["at"]
    return order
