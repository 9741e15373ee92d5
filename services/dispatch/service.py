"""Dispatch's table of contents: every door of every room, one a line."""

from shared.service import Service

from .assignment.clock import clock as assignment_clock
from .assignment.routes import assignment
from .models import Base
from .places.handlers import handlers as place_events
from .prices.handlers import handlers as price_events
from .reconciliation.routes import reconciliation
from .settings import DispatchSettings
from .staff.routes import staff
from .work_orders.clock import clock as work_order_clock
from .work_orders.handlers import handlers as work_order_events
from .work_orders.routes import work_orders

service = Service(
    name="dispatch",
    settings=DispatchSettings,
    metadata=Base.metadata,
    routes=(
        work_orders,
        assignment,
        staff,
        reconciliation,
    ),
    handlers=(
        place_events,
        price_events,
        work_order_events,
    ),
    clocks=(
        assignment_clock,
        work_order_clock,
    ),
)
web_app = service.web_app
