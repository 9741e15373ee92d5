"""What billing does when work was done, or will not be."""

from shared.contracts.dispatch import WorkOrderCancelled, WorkOrderCompleted
from shared.contracts.intake import TicketCancelled
from shared.contracts.intake_bookings import BookingCharged
from shared.messaging.handlers import Handlers

from . import usecases

handlers = Handlers()
UNSAID = "cancelled without a reason given"


@handlers.on(WorkOrderCompleted)
def on_work_order_completed(work, event):
    usecases.issue_bill(work, event.site, event.data)


@handlers.on(BookingCharged)
def on_booking_charged(work, event):
    usecases.issue_charge(work, event.site, event.data)


@handlers.on(WorkOrderCancelled)
def on_work_order_cancelled(work, event):
    data = event.data
    reason = f"{data['number']}: {data.get('reason') or UNSAID}"[:500]
    usecases.cancel_order_charges(work, event.site, data["ticket_id"], data["work_order_id"], reason)


@handlers.on(TicketCancelled)
def on_ticket_cancelled(work, event):
    data = event.data
    reason = f"{data['number']}: {data.get('reason') or UNSAID}"[:500]
    usecases.cancel_ticket_charges(work, event.site, data["ticket_id"], reason)
