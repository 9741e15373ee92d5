"""Facts of a ticket are corrected or completed; what dispatch and notify know follows (RD-4)."""

from services.intake.tickets.announcing import take_step, tell_amended

from .facts import (
    COMPLAINT,
    find_site,
    put_caller,
    put_category,
    put_due_times,
    put_unit,
    see_whether_desk_is_needed,
    take_from_accused,
)

PLAIN = ("public_place", "description", "agent_number", "read_back", "occurred_at", "priority")


def amend_ticket(work, ticket, **facts):
    """Only what is named changes; the chronicle keeps what stood there before (RD-3)."""
    take_step(work, ticket, "amend")
    before = {name: getattr(ticket, name) for name in ("category", "unit_code", *PLAIN, *COMPLAINT)}
    if "category" in facts:
        put_category(work.session, ticket, facts["category"])
    if "unit_id" in facts:
        put_unit(work.session, ticket, facts["unit_id"])
    put_caller(work.session, ticket, facts.get("caller"))
    for name in (*PLAIN, *COMPLAINT):
        if name in facts:
            setattr(ticket, name, facts[name])
    if facts.get("read_back"):
        ticket.read_back_at = ticket.read_back_at or work.now
    take_from_accused(work, ticket)
    if "priority" in facts:
        put_due_times(ticket, find_site(work.session, ticket.site_id).settings)
    if facts.get("unclassified_seen"):
        ticket.unclassified = []
    see_whether_desk_is_needed(ticket)
    changed = {name: str(value) for name, value in before.items() if getattr(ticket, name) != value}
    names = sorted({*changed, *(["caller"] if facts.get("caller") else [])})
    tell_amended(work, ticket, "ticket.amended", changed=names, before=changed)
    return ticket
