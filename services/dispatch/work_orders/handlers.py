"""What the other services say about a ticket, its bill and its return visit, turned into work."""

from shared.contracts.billing import BillPaid
from shared.contracts.intake import (
    TicketAmended,
    TicketCancelled,
    TicketClosed,
    TicketMerged,
    TicketOpened,
    TicketReopened,
)
from shared.contracts.notify import ReturnVisitCompleted, ReturnVisitUnreachable
from shared.messaging.handlers import Handlers

from . import usecases

handlers = Handlers()


@handlers.on_many(TicketOpened)
def on_ticket_opened(work, events):
    usecases.create_orders(work, events[0].site_id, [event.data for event in events])


@handlers.on_many(TicketAmended)
def on_ticket_amended(work, events):
    usecases.create_orders(work, events[0].site_id, [event.data for event in events])


@handlers.on_many(TicketCancelled)
def on_ticket_cancelled(work, events):
    usecases.end_orders(work, events[0].site_id, [event.data for event in events])


@handlers.on_many(TicketMerged)
def on_ticket_merged(work, events):
    usecases.end_orders(work, events[0].site_id, [event.data for event in events], "merged")


@handlers.on_many(TicketClosed)
def on_ticket_closed(work, events):
    usecases.end_orders(work, events[0].site_id, [event.data for event in events], "closed")


@handlers.on(TicketReopened)
def on_ticket_reopened(work, event):
    usecases.redo_reopened(work, event.site_id, event.data)


@handlers.on(ReturnVisitCompleted)
def on_return_visit_completed(work, event):
    usecases.redo_after_visit(work, event.data)


@handlers.on(ReturnVisitUnreachable)
def on_return_visit_unreachable(work, event):
    usecases.note_unreachable(work, event.data)


@handlers.on(BillPaid)
def on_bill_paid(work, event):
    usecases.note_bill_paid(work, event.data)
