"""Tickets, heard from intake. This room stands before those that look tickets up."""

from shared.contracts.intake import (
    TicketAmended,
    TicketCancelled,
    TicketClosed,
    TicketMerged,
    TicketOpened,
    TicketReopened,
)
from shared.messaging.handlers import Handlers

from . import usecases

handlers = Handlers()


@handlers.on_many(TicketOpened)
def on_ticket_opened(work, events):
    usecases.learn_tickets(work, events)


@handlers.on_many(TicketAmended)
def on_ticket_amended(work, events):
    usecases.learn_tickets(work, events)


@handlers.on(TicketCancelled)
def on_ticket_cancelled(work, event):
    usecases.end_ticket(work, event, "cancelled")


@handlers.on(TicketMerged)
def on_ticket_merged(work, event):
    usecases.end_ticket(work, event, "merged")


@handlers.on(TicketClosed)
def on_ticket_closed(work, event):
    usecases.end_ticket(work, event, "closed")


@handlers.on(TicketReopened)
def on_ticket_reopened(work, event):
    usecases.reopen_ticket(work, event)
