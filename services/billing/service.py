"""Billing's table of contents: every door of every room, one a line."""

from shared.service import Service
from shared.web.pages.naming import top_bar_name

from .bills import pages as bill_pages
from .bills.handlers import handlers as bill_handlers
from .bills.routes import bills
from .ledger.routes import ledger
from .models import Base
from .payments.pages import pages as payment_pages
from .payments.routes import payments
from .places.handlers import handlers as place_handlers
from .places.queries import site_names
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
    pages=(
        bill_pages.pages,
        payment_pages,
    ),
    handlers=(
        place_handlers,
        bill_handlers,
    ),
    site_name=top_bar_name(site_names),
    navigation=(bill_pages.navigation,),
)
