"""A request is written down (RD-3, RD-4); whoever takes it first stays its owner (RD-5)."""

from services.intake.tickets.announcing import tell_opened
from services.intake.tickets.lifecycle import DESK
from services.intake.tickets.models import Ticket
from services.intake.tickets.states import Channel, TicketState
from shared.errors import BadInput
from shared.ids import new_id

from .facts import (
    COMPLAINT,
    find_site,
    put_caller,
    put_category,
    put_due_times,
    put_kind,
    put_owner,
    put_unit,
    see_whether_desk_is_needed,
)

PLAIN = ("public_place", "agent_number", "answer_seconds", "read_back", "occurred_at", "integration_id", "external_id")


def open_ticket(work, *, site_id, description: str = "", kind=None, category=None, priority=None, **facts) -> Ticket:
    """Needs a site and either words or a kind; everything else may be asked for later (RD-4)."""
    work.principal.require(site_id, *DESK, "system")
    if not description and kind is None:
        raise BadInput(
            "Say at least what it is about.", errors={"description": ["A description or a kind is required."]}
        )
    site = find_site(work.session, site_id)
    ticket = Ticket(id=facts.get("ticket_id") or new_id(), site_id=site.id, state=TicketState.OPEN, moves=1)
    ticket.description = description
    ticket.operator_id = work.principal.operator_id
    put_kind(ticket, kind, put_category(work.session, ticket, category), priority)
    put_unit(work.session, ticket, facts.get("unit_id"))
    put_caller(work.session, ticket, facts.get("caller"))
    for name in (*PLAIN, *COMPLAINT):
        if facts.get(name) is not None:
            setattr(ticket, name, facts[name])
    ticket.channel = facts.get("channel") or Channel.PHONE
    ticket.opened_at = work.now
    ticket.read_back_at = work.now if ticket.read_back else None
    ticket.agent_name = work.principal.name
    put_owner(ticket, work.principal)
    ticket.unclassified = []
    put_due_times(ticket, site.settings)
    see_whether_desk_is_needed(ticket)
    ticket.number = work.number("T", site.id, zone=site.timezone)
    work.session.add(ticket)
    tell_opened(work, ticket)
    return ticket
