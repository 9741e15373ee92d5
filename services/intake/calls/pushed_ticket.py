"""The ticket that a pushed record becomes. Nobody owns it yet: whoever first takes it will (RD-5)."""

from typing import Any

from services.intake.directory.models import Site
from services.intake.tickets.models import Ticket
from services.intake.tickets.rules import due_times
from services.intake.tickets.states import Channel, Priority, TicketKind, TicketState
from services.intake.tickets.usecases.facts import copy_category, see_whether_desk_is_needed
from shared.ids import new_id

from .surroundings import Surroundings
from .translating import Facts


class PushedTicket:
    """A ticket's facts before it is written: plain, because hundreds are made a second and none is loaded."""

    place, caller = Ticket.place, Ticket.caller

    def __init__(self, **facts):
        self.__dict__ = {**EMPTY, **facts}


EMPTY = {column.key: None for column in Ticket.__table__.columns}


def pushed_ticket(work, platform, external_id: str, facts: Facts, around: Surroundings) -> Any:
    """Everything but its number."""
    site = around.site_of(facts)
    ticket: Any = PushedTicket(id=new_id(), operator_id=work.principal.operator_id, site_id=site.id)
    ticket.state, ticket.version = TicketState.OPEN, 1
    ticket.created_at = ticket.updated_at = work.now
    ticket.integration_id, ticket.external_id = platform.id, external_id
    ticket.agent_name, ticket.opened_at, ticket.occurred_at = platform.name[:100], work.now, facts.occurred_at
    ticket.moves, ticket.reopened_times, ticket.reopen_causes, ticket.read_back = 1, 0, [], False
    ticket.channel = Channel(facts.channel or Channel.CALL_CENTRE)
    ticket.description = facts.description
    put_category(ticket, facts, around)
    put_place(ticket, facts, around)
    put_caller(ticket, site, facts, around)
    put_due(ticket, site)
    ticket.unclassified = facts.unclassified
    see_whether_desk_is_needed(ticket)
    return ticket


def put_category(ticket, facts: Facts, around: Surroundings) -> None:
    """What the record says of kind and priority wins over what our list of categories says."""
    category = around.categories.get(facts.category) if facts.category else None
    if category is not None:
        copy_category(ticket, category)
    elif facts.category:
        facts.unknown("category", facts.category, "The profile leads to a category that is not in our list.")
    kind = facts.kind or (category and category.kind)
    ticket.kind = TicketKind(kind or TicketKind.UNCLASSIFIED)
    urgent = Priority.EMERGENCY if ticket.kind == TicketKind.EMERGENCY else None
    ticket.priority = Priority(facts.priority or urgent or (category and category.priority) or Priority.NORMAL)


def put_place(ticket, facts: Facts, around: Surroundings) -> None:
    """A unit we know, or the words as they were said; a flat that we cannot find is for the desk."""
    unit = around.unit_of(ticket.site_id, facts)
    if unit is not None:
        ticket.unit_id, ticket.unit_code, ticket.building_id = unit.id, unit.code, unit.building_id
    ticket.public_place = facts.public_place
    if unit is None and facts.unit_said:
        ticket.public_place = facts.public_place or facts.unit_said[1][:500]
        if ticket.kind != TicketKind.REPAIR_PUBLIC:
            facts.unknown(*facts.unit_said, "No unit of this site is written like that.")


def put_caller(ticket, site: Site, facts: Facts, around: Surroundings) -> None:
    ticket.caller_name, ticket.caller_email = facts.caller["name"], facts.caller["email"]
    ticket.caller_phone_given, ticket.caller_language = facts.caller["phone"], facts.caller["language"]
    ticket.caller_phone, ticket.phone_tail = facts.phone
    person = around.person_of(site.id, facts)
    if person is not None:
        ticket.caller_person_id = person.id
        ticket.caller_name = ticket.caller_name or person.name
        ticket.caller_language = person.language


def put_due(ticket, site: Site) -> None:
    ticket.answer_due_at, ticket.due_at = due_times(ticket.kind, ticket.priority, ticket.opened_at, site.settings)


def answer_of(ticket) -> dict:
    """What the platform is told, now and whenever it sends the same push again."""
    return {
        "ticket_id": str(ticket.id),
        "number": ticket.number,
        "state": str(ticket.state),
        "external_id": ticket.external_id,
        "unclassified": ticket.unclassified,
    }
