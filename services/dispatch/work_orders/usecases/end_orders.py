"""A ticket ended: work that is done is closed, work that is not is cancelled (RW-7, RD-6)."""

from uuid import UUID

from services.dispatch.work_orders.models import FINISHED, OrderState, WorkOrder
from services.dispatch.work_orders.models.lifecycle import DONE
from services.dispatch.work_orders.queries import orders_of
from shared.contracts.dispatch import WorkOrderCancelled

from .known_tickets import note_tickets

WHY = {
    "closed": "工单对应的事项已结束 / The ticket was closed",
    "cancelled": "客户撤回 / The customer withdrew the request",
    "declined": "已说明并谢绝 / The request was declined with an explanation",
    "merged": "已并入另一事项 / Joined to another ticket",
}


def end_orders(work, site_id: UUID, ends: list[dict], ended_by: str | None = None) -> None:
    """The ends of these tickets. One that has not been heard of yet is remembered, so that its order, when the
    opening arrives, is not left alive; an end that a later reopening took back ends nothing."""
    told = [{**end, "ended_version": end["version"], "ended_by": ended_by or _how(end)} for end in ends]
    known = note_tickets(work, site_id, told)
    reasons = {end["ticket_id"]: end.get("reason") for end in sorted(ends, key=lambda end: end["version"])}
    for ticket_id, orders in orders_of(work.session, known).items():
        for order in orders:
            if known[ticket_id].ended:
                end_order(work, order, known[ticket_id].ended_by, reasons[ticket_id])


def end_order(work, order: WorkOrder, ended_by: str | None, reason: str | None = None) -> None:
    if order.state in DONE:
        order.move(work, "close")
    elif order.state not in FINISHED:
        cancel(work, order, reason or WHY[ended_by or "closed"])


def cancel(work, order: WorkOrder, reason: str) -> None:
    """The order ends without work."""
    order.move(work, "cancel", reason=reason)
    order.release(work, OrderState.CANCELLED)
    order.tell(work, WorkOrderCancelled, reason=reason)


def _how(end: dict) -> str:
    return "declined" if end.get("declined") else "cancelled"
