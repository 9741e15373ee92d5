"""What notify knows per ticket, page by page, so that services can be compared over public doors."""

from sqlalchemy import select

from services.notify.tickets.models import Ticket
from shared.web.current import reading
from shared.web.doors import Room
from shared.web.paging import Page, keyset

from . import queries
from .schemas import ReconciliationQuery, TicketFacts

reconciliation = Room("reconciliation", __name__, description="Facts for the comparison across services")


@reconciliation.get(
    "/reconciliation",
    allow=("admin", "head_office", "supervisor"),
    query=ReconciliationQuery,
    answer=TicketFacts,
    page=True,
)
def list_facts(asked):
    """Every ticket with its visits, messages and webhooks."""
    wanted = select(Ticket).filter_by(**{name: asked[name] for name in ("site_id",) if name in asked})
    with reading() as session:
        page = keyset(session, wanted, (Ticket.id,), asked, descending=False)
        return Page(queries.facts_of(session, page.items), page.next)
