"""The desk inspects a repair of a public place on the spot: good ends the order, bad starts the rework (RW-7, RW-8)."""

from services.dispatch.work_orders.models import WorkOrder
from services.dispatch.work_orders.queries import lock_ticket, orders_of
from shared.contracts.dispatch import WorkOrderVerified
from shared.errors import BadInput
from shared.ids import new_id

from .redo_order import redo


def verify_order(work, order: WorkOrder, *, result: str, note: str | None = None) -> WorkOrder:
    """Every inspection has an id of its own; a failed one is the cause of the rework it starts."""
    passed, inspection = result == "passed", new_id()
    order.check(work, "verify" if passed else "fail")
    if not passed and not note:
        raise BadInput("Say what was found.", errors={"note": ["This is required when the inspection failed."]})
    order.move(work, "verify" if passed else "fail", reason=note)
    order.tell(work, WorkOrderVerified, passed=passed, cause_id=inspection, note=note)
    if not passed:
        lock_ticket(work.session, order.ticket_id)
        redo(work, orders_of(work.session, [order.ticket_id])[order.ticket_id], order, inspection, note)
    return order
