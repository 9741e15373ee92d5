"""Somebody calls about what is a ticket already: the call is written down with it, and no second one is made."""

from services.intake.chronicle.usecases import record_step
from services.intake.tickets.lifecycle import DESK
from services.intake.tickets.models import TicketCall
from shared.errors import Conflict
from shared.ids import new_id

from .facts import see_caller


def add_call(work, ticket, *, description: str = "", caller: dict | None = None, **facts) -> TicketCall:
    """Who, from which number, in which words (RD-2, RD-3). Raises Conflict for a ticket that has ended."""
    work.principal.require(ticket.site_id, *DESK)
    if ticket.ended:
        raise Conflict("This ticket has ended; a new call about it is a new ticket.", state=str(ticket.state))
    see_caller(work.session, ticket, caller)
    caller = caller or {}
    call = TicketCall(id=facts.pop("call_id", None) or new_id(), site_id=ticket.site_id, ticket_id=ticket.id)
    call.caller_name, call.caller_phone = caller.get("name"), caller.get("phone")
    call.description, call.at, call.agent_name = description, work.now, work.principal.name
    call.agent_number, call.answer_seconds = facts.get("agent_number"), facts.get("answer_seconds")
    call.read_back = bool(facts.get("read_back"))
    work.session.add(call)
    work.session.flush()
    record_step(work, ticket, "ticket.called_again", name=call.caller_name, note=description)
    return call
