"""Table of contents of notify: every room's doors."""

from shared.service import Service

from .messages.clock import clock as messages_clock
from .messages.gate_handlers import handlers as gate_handlers
from .messages.handlers import handlers as message_handlers
from .messages.house_handlers import handlers as house_handlers
from .messages.procedure_handlers import handlers as procedure_handlers
from .messages.routes import messages
from .models import Base
from .people.handlers import handlers as people_handlers
from .places.handlers import handlers as place_handlers
from .reconciliation.routes import reconciliation
from .return_visits.handlers import handlers as visit_handlers
from .return_visits.routes import return_visits
from .settings import NotifySettings
from .templates.routes import templates
from .tickets.handlers import handlers as ticket_handlers
from .webhooks.clock import clock as webhooks_clock
from .webhooks.handlers import handlers as webhook_handlers
from .webhooks.routes import webhooks

service = Service(
    name="notify",
    settings=NotifySettings,
    metadata=Base.metadata,
    routes=(messages, return_visits, templates, webhooks, reconciliation),
    # copies first: what the later rooms look up must be there
    handlers=(
        place_handlers,
        people_handlers,
        ticket_handlers,
        visit_handlers,
        webhook_handlers,
        message_handlers,
        gate_handlers,
        house_handlers,
        procedure_handlers,
    ),
    clocks=(messages_clock, webhooks_clock),
)


def web_app():
    """For gunicorn."""
    return service.web_app()
