"""What the other services tell about the work on a ticket, and the ticket follows."""

from shared.contracts.dispatch import (
    WorkOrderAccepted,
    WorkOrderArrived,
    WorkOrderAssigned,
    WorkOrderCancelled,
    WorkOrderCompleted,
    WorkOrderCreated,
    WorkOrderReworked,
    WorkOrderSuspended,
    WorkOrderVerified,
)
from shared.contracts.notify import ReturnVisitCompleted
from shared.messaging.handlers import Handlers

from .usecases.follow_order import follow_order, inspect_order, start_rework
from .usecases.settle_visit import settle_visit

handlers = Handlers()


@handlers.on(WorkOrderCreated)
def on_work_order_created(work, event):
    follow_order(work, event, "created")


@handlers.on(WorkOrderAssigned)
def on_work_order_assigned(work, event):
    follow_order(work, event, "assigned")


@handlers.on(WorkOrderAccepted)
def on_work_order_accepted(work, event):
    follow_order(work, event, "accepted")


@handlers.on(WorkOrderArrived)
def on_work_order_arrived(work, event):
    follow_order(work, event, "arrived")


@handlers.on(WorkOrderSuspended)
def on_work_order_suspended(work, event):
    told = event.data
    follow_order(work, event, told["state"], reason=told["reason"], next_at=told.get("next_at"))


@handlers.on(WorkOrderCompleted)
def on_work_order_completed(work, event):
    follow_order(work, event, "completed")


@handlers.on(WorkOrderVerified)
def on_work_order_verified(work, event):
    inspect_order(work, event)


@handlers.on(WorkOrderReworked)
def on_work_order_reworked(work, event):
    start_rework(work, event)


@handlers.on(WorkOrderCancelled)
def on_work_order_cancelled(work, event):
    follow_order(work, event, "cancelled", reason=event.data.get("reason"))


@handlers.on(ReturnVisitCompleted)
def on_return_visit_completed(work, event):
    settle_visit(work, event)
