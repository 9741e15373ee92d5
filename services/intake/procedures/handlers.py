"""What other services tell that ends a step of a procedure (RM-4)."""

from shared.messaging.handlers import Handlers

from .events import HEARD
from .usecases import hear_event

handlers = Handlers()

for heard in HEARD.values():
    handlers.on(heard.contract)(hear_event)
