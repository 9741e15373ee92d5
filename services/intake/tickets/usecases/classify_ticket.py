"""The desk says what an unclassified ticket is; only then does it become work (RD-4)."""

from services.intake.tickets.announcing import take_step, tell_amended
from services.intake.tickets.states import TicketKind
from shared.errors import BadInput

from .facts import find_site, put_category, put_due_times, put_kind, put_owner, put_unit, see_whether_desk_is_needed


def classify_ticket(work, ticket, *, kind=None, category=None, priority=None, **facts):
    """The list of what the profile did not know is settled by this. Raises BadInput when it stays unclassified."""
    found = put_category(work.session, ticket, category or ticket.category)
    kind = kind or (found and found.kind)
    if kind == TicketKind.UNCLASSIFIED:
        raise BadInput("Say what kind it is.", errors={"kind": ["Any kind but unclassified."]})
    take_step(work, ticket, "classify", kind=kind)
    put_kind(ticket, kind, found, priority)
    if facts.get("unit_id"):
        put_unit(work.session, ticket, facts["unit_id"])
    if facts.get("public_place"):
        ticket.public_place = facts["public_place"]
    if ticket.owner_id is None:
        put_owner(ticket, work.principal)
    put_due_times(ticket, find_site(work.session, ticket.site_id).settings)
    settled, ticket.unclassified = ticket.unclassified, []
    see_whether_desk_is_needed(ticket)
    tell_amended(work, ticket, "ticket.classified", kind=str(ticket.kind), category=ticket.category, settled=settled)
    return ticket
