"""The technician takes the order on, and is there (RW-2, RW-3)."""

from services.dispatch.work_orders.models import WorkOrder
from shared.contracts.dispatch import WorkOrderAccepted, WorkOrderArrived


def accept_order(work, order: WorkOrder) -> WorkOrder:
    order.move(work, "accept")
    order.tell(work, WorkOrderAccepted)
    return order


def arrive_order(work, order: WorkOrder) -> WorkOrder:
    order.move(work, "arrive")
    order.tell(work, WorkOrderArrived)
    return order
