"""Before a paid service the customer sees what it costs (RW-4)."""

from services.dispatch.prices.rules import total
from services.dispatch.work_orders.models import LineStage, WorkOrder

from .priced_lines import priced_lines, write_lines


def quote_order(work, order: WorkOrder, *, lines: list[dict]) -> WorkOrder:
    """Price these lines from the list of today. A new quote takes the place of the old and has to be agreed to anew."""
    order.check(work, "quote")
    order.agreed_by = order.agreed_how = order.agreed_at = None
    priced = priced_lines(work, order, {"lines": lines})
    order.move(work, "quote")
    write_lines(order, LineStage.QUOTED, priced)
    order.quoted_amount = total(priced)
    return order
