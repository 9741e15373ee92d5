"""What billing says about prices, written into dispatch's own copy."""

from shared.contracts.billing import PriceListChanged
from shared.messaging.handlers import Handlers

from . import usecases

handlers = Handlers()


@handlers.on(PriceListChanged)
def on_price_list_changed(work, event):
    usecases.copy_price_list(work, event.data["version"], event.data["items"])
