"""Every event that intake is told becomes a line of the chronicle (RF-3)."""

from shared.contracts import read_by
from shared.messaging.handlers import Handlers

from .remembering import remember_events

handlers = Handlers()

for contract in read_by("intake"):
    handlers.on_many(contract)(remember_events)
