"""What other services tell that ends a step of a procedure (RM-4)."""

from shared.messaging.handlers import Handlers

from .events import HEARD, UNDONE
from .usecases import hear_event, hear_undone

handlers = Handlers()

for heard in HEARD.values():
    handlers.on(heard.contract)(hear_event)
for contract in UNDONE:
    handlers.on(contract)(hear_undone)
