"""What cannot be done is not left lying: it waits, goes out, goes back, goes up, or ends, each with a reason (RW-5)."""

from datetime import datetime
from uuid import UUID

from services.dispatch.assignment.usecases.assign_orders import AGAIN
from services.dispatch.work_orders.models import WorkOrder
from services.dispatch.work_orders.models.lifecycle import SUSPEND, WAITING
from services.dispatch.work_orders.queries import find_orders
from shared.contracts.dispatch import WorkOrderAccepted, WorkOrderSuspended
from shared.errors import BadInput, Conflict

from .end_orders import cancel

NEXT_DATE = "next_date"
PASSED = "约定日期已到 / The next date has come"
ACTION_FOR = {state: action for action, state in SUSPEND.items()}


def suspend_order(work, order: WorkOrder, *, state: str, reason: str, next_at: datetime) -> WorkOrder:
    """Wait for parts or access, or have it done outside, until a next date."""
    order.check(work, ACTION_FOR[state])
    if next_at <= work.now:
        raise BadInput("The next date has passed already.", errors={"next_at": ["A moment still to come is expected."]})
    order.move(work, ACTION_FOR[state], reason=reason, next_at=next_at)
    work.timers.cancel(AGAIN, order.id)
    work.timers.set(NEXT_DATE, order.id, next_at, site_id=order.site_id)
    order.tell(work, WorkOrderSuspended, reason=reason, next_at=next_at)
    return order


def resume_order(work, order: WorkOrder) -> WorkOrder:
    """The wait is over: whoever has the order goes on; the readers hear that it is taken on again."""
    order.check(work, "resume")
    if order.technician_id is None:
        allowed = [action for action in order.allowed_to(work.principal) if action != "resume"]
        raise Conflict("Nobody has this order. Transfer it to somebody.", state=str(order.state), allowed=allowed)
    order.move(work, "resume")
    work.timers.cancel(NEXT_DATE, order.id)
    order.tell(work, WorkOrderAccepted)
    return order


def recall_order(work, order_id: UUID) -> None:
    """The next date of a wait came and nothing happened: the supervisor is told (RW-5). A later date is waited for."""
    order = next(iter(find_orders(work.session, [order_id])), None)
    if order and order.state in WAITING and order.next_at <= work.now:
        order.escalate(work, f"{PASSED}（{order.reason}）"[:500])


def return_order(work, order: WorkOrder, *, reason: str) -> WorkOrder:
    """The technician gives the order back; it is offered to the others at once, no longer to this one."""
    order.move(work, "return", reason=reason)
    order.tell(work, WorkOrderSuspended, reason=reason, next_at=None)
    order.release(work, "return")
    order.technician_id = order.technician = None
    work.timers.set(AGAIN, order.id, work.now, site_id=order.site_id)
    return order


def escalate_order(work, order: WorkOrder, *, reason: str) -> WorkOrder:
    """The supervisor has to decide, so the house does not go on looking by itself."""
    order.escalate(work, reason)
    work.timers.cancel(AGAIN, order.id)
    return order


def cancel_order(work, order: WorkOrder, *, reason: str) -> WorkOrder:
    before = {"state": order.state}
    cancel(work, order, reason)
    work.audit("work_order.cancelled", about=order, before=before, after={"state": order.state}, because=reason)
    return order
