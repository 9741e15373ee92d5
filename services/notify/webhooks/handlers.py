"""Changes of tickets, heard from intake."""

from shared.contracts.intake import TicketMoved
from shared.messaging.handlers import Handlers

from . import usecases

handlers = Handlers()


@handlers.on_many(TicketMoved)
def on_ticket_moved(work, events):
    usecases.queue_deliveries(work, events)
