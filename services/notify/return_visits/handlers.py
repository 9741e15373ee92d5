"""What return visits hear: work that was completed, tickets that ended or came back."""

from services.notify.tickets.usecases import find_ticket
from shared.contracts.dispatch import WorkOrderCompleted
from shared.contracts.intake import TicketCancelled, TicketClosed, TicketMerged, TicketReopened
from shared.messaging.handlers import Handlers

from . import usecases

handlers = Handlers()


@handlers.on_many(WorkOrderCompleted)
def on_work_order_completed(work, events):
    usecases.schedule_visits(work, events)


@handlers.on(TicketCancelled)
def on_ticket_cancelled(work, event):
    usecases.settle_visits_of(work, find_ticket(work.session, event.data["ticket_id"]))


@handlers.on(TicketMerged)
def on_ticket_merged(work, event):
    usecases.settle_visits_of(work, find_ticket(work.session, event.data["ticket_id"]))


@handlers.on(TicketClosed)
def on_ticket_closed(work, event):
    """Closed by a waiver, the visit is no longer owed; closed by the visit itself, it is done already (RW-7)."""
    usecases.settle_visits_of(work, find_ticket(work.session, event.data["ticket_id"]))


@handlers.on(TicketReopened)
def on_ticket_reopened(work, event):
    usecases.settle_visits_of(work, find_ticket(work.session, event.data["ticket_id"]))
