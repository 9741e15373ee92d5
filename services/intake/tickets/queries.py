"""Finding tickets: lists with filters (RD-13), and those that look alike. Words are looked for in the room search."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select

from services.intake.directory.queries import find_site, states_in
from shared.errors import found
from shared.masking import mask_email, mask_phone

from .models import Ticket
from .rules import alike, missing_facts, read_phone
from .states import ENDED, LIVE

PAGE = (Ticket.opened_at, Ticket.id)
WINDOW = timedelta(days=7)
LIKELY = 0.5
EQUAL = ("kind", "category", "priority", "site_id", "unit_id", "integration_id", "number", "external_id")


def ticket_by_id(session, ticket_id) -> Ticket:
    """Raises NotFound, for a ticket of another site or operator too."""
    return found(
        session.scalars(seen_by(session.principal, select(Ticket).where(Ticket.id == ticket_id))).first(), "ticket"
    )


def seen_by(principal, statement):
    """A platform sees what it pushed and nobody else's request (RF-6)."""
    if principal.kind != "integration":
        return statement
    return statement.where(Ticket.integration_id == UUID(principal.subject.removeprefix("integration:")))


def asked_tickets(asked: dict, principal, now):
    """The statement for a list as it was asked for."""
    where = [getattr(Ticket, name) == asked[name] for name in EQUAL if asked.get(name) is not None]
    if asked.get("state"):
        where.append(Ticket.state.in_(states_in(asked["state"], Ticket)))
    if asked.get("unclassified") is not None:
        where.append(and_(Ticket.needs_desk == asked["unclassified"], alive()))
    if asked.get("overdue"):
        where.append(and_(Ticket.due_at < now, alive()))
    if asked.get("due_before"):
        where.append(and_(Ticket.due_at < asked["due_before"], alive()))
    if asked.get("opened_from"):
        where.append(Ticket.opened_at >= asked["opened_from"])
    if asked.get("opened_before"):
        where.append(Ticket.opened_at < asked["opened_before"])
    if asked.get("owner"):
        owner = {"me": principal.subject, "nobody": None}.get(asked["owner"], asked["owner"])
        where.append(Ticket.owner_id == owner)
    if asked.get("phone"):
        where.append(phone_is(asked["phone"]))
    return seen_by(principal, select(Ticket).where(*where))


def alive():
    """Said in full, so that both databases see that their index of the living will do."""
    return Ticket.state.in_(bindparam("living", LIVE, expanding=True, literal_execute=True))


def phone_is(said: str):
    """A whole number, or its last four digits, by which both are looked up."""
    e164, tail = read_phone(said)
    last = Ticket.phone_tail == (tail or said)
    return and_(last, Ticket.caller_phone == e164) if e164 else last


def duplicates_of(session, ticket) -> list[tuple[Ticket, float]]:
    """Live tickets of the same place or category within a week, likeliest first; offered, never merged by itself.

    How alike they must be is the site's to say (`duplicate_score`).
    """
    likely = float((find_site(session, ticket.site_id).settings or {}).get("duplicate_score", LIKELY))
    same_place = or_(
        and_(Ticket.unit_id.is_not(None), Ticket.unit_id == ticket.unit_id),
        and_(Ticket.public_place.is_not(None), Ticket.public_place == ticket.public_place),
        and_(Ticket.unit_id.is_(None), Ticket.category.is_not(None), Ticket.category == ticket.category),
    )
    near = Ticket.opened_at.between(ticket.opened_at - WINDOW, ticket.opened_at + WINDOW)
    found = session.scalars(
        select(Ticket)
        .where(Ticket.site_id == ticket.site_id, Ticket.id != ticket.id, near, same_place, Ticket.state.not_in(ENDED))
        .order_by(Ticket.opened_at.desc())
        .limit(100)
    )
    scored = [(other, alike(ticket, other)) for other in found]
    return sorted([pair for pair in scored if pair[1] >= likely], key=lambda pair: -pair[1])[:10]


def view_of(ticket, principal) -> Ticket:
    """The ticket with what this reader may do, what is missing (RD-4), and the caller as the role needs it (RF-6)."""
    ticket.allowed_now = list(ticket.allowed(principal))
    ticket.missing = missing_facts(ticket)
    ticket.shown_caller = shown_caller(ticket, principal)
    return ticket


OPEN_NUMBERS = ("desk", "night_duty", "supervisor", "manager", "technician", "area_manager", "system")


def shown_caller(ticket, principal) -> dict:
    caller = {**ticket.caller, "phone_given": ticket.caller_phone_given}
    if not principal.may(ticket.site_id, *OPEN_NUMBERS):
        for name, mask in (("phone", mask_phone), ("phone_given", mask_phone), ("email", mask_email)):
            caller[name] = mask(caller[name]) if caller[name] else None
    return caller
