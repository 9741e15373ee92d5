"""Billing's table of contents: every door of every room, one a line."""

from shared.service import Service

from .bills.handlers import handlers as bill_handlers
from .bills.routes import bills
from .ledger.routes import ledger
from .models import Base
from .payments.routes import payments
from .places.handlers import handlers as place_handlers
from .reconciliation.routes import reconciliation
from .settings import BillingSettings
from .tariffs.routes import tariffs

service = Service(
    name="billing",
    settings=BillingSettings,
    metadata=Base.metadata,
    routes=(
        tariffs,
        bills,
        payments,
        ledger,
        reconciliation,
    ),
    handlers=(
        place_handlers,
        bill_handlers,
    ),
)
