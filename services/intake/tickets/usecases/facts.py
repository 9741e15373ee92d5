"""Facts of a ticket taken from the directory: its category, its unit, its caller. Shared by opening and amending."""

from services.intake.accounts.queries import find_login, plain_login
from services.intake.directory.editions import day_of_operator
from services.intake.directory.models import Category, Site, Unit
from services.intake.directory.queries import find_category
from services.intake.households.models import Person
from services.intake.tickets.rules import due_times, read_phone
from services.intake.tickets.states import Priority, TicketKind
from shared.errors import BadInput, Conflict

COMPLAINT = ("level", "complained_about", "complained_about_login")


def find_site(session, site_id) -> Site:
    """Raises BadInput when the site is not one of ours."""
    site = session.get(Site, site_id) if site_id else None
    if site is None:
        raise BadInput("There is no such site.", errors={"site_id": ["Name a site you work for."]})
    return site


def put_category(session, ticket, code: str | None) -> Category | None:
    """Snapshot the edition that holds today, so that a later one does not change old tickets.

    A category that the ticket has already stays as it was copied, also when nobody may choose it now.
    """
    if code is None:
        ticket.category = ticket.category_name = ticket.trade = ticket.follow_up = None
        return None
    day = day_of_operator(session, ticket.opened_at) if code == ticket.category else None
    category = find_category(session, code, day)
    if category is None:
        raise BadInput("There is no such category.", errors={"category": [f"'{code}' is not in the list."]})
    if code != ticket.category:
        copy_category(ticket, category)
    return category


def put_kind(ticket, kind, category, priority) -> None:
    """What was said wins; else the category knows; else nobody does."""
    ticket.kind = TicketKind(kind or (category and category.kind) or TicketKind.UNCLASSIFIED)
    urgent = Priority.EMERGENCY if ticket.kind == TicketKind.EMERGENCY else None
    ticket.priority = Priority(priority or urgent or (category and category.priority) or Priority.NORMAL)


def copy_category(ticket, category) -> None:
    ticket.category = category.code
    ticket.category_name = {"zh": category.name_zh, "en": category.name_en}
    ticket.trade = category.trade
    ticket.follow_up = category.follow_up


def put_owner(ticket, principal) -> None:
    """Who first took a case stays its owner (RD-5); never who is complained about (RV-4), never a platform."""
    if principal.kind == "integration" or is_about(ticket, principal.login):
        ticket.owner_id = ticket.owner_name = None
    else:
        ticket.owner_id, ticket.owner_name = principal.subject, principal.name


def is_about(ticket, login: str) -> bool:
    """However the login was written down."""
    return bool(ticket.complained_about_login) and plain_login(ticket.complained_about_login) == plain_login(login)


def take_from_accused(work, ticket) -> None:
    """Who is complained about owns the complaint no longer, whoever of the desk names them (RV-4)."""
    accused = find_login(work.session, ticket.complained_about_login or "")
    owners = {str(accused.id)} if accused else set()
    if is_about(ticket, work.principal.login):
        owners.add(work.principal.subject)
    if ticket.owner_id in owners:
        ticket.owner_id = ticket.owner_name = None


def see_handler(ticket, login: str) -> None:
    """Raises Conflict when a complaint would be handled by the person it is about (RV-4)."""
    if is_about(ticket, login):
        raise Conflict("The person complained about does not handle the complaint (RV-4).", state=str(ticket.state))


def put_unit(session, ticket, unit_id) -> None:
    """Raises BadInput when the unit does not stand on the ticket's site."""
    if unit_id is None:
        ticket.unit_id = ticket.unit_code = ticket.building_id = None
        return
    unit = session.get(Unit, unit_id)
    if unit is None or unit.site_id != ticket.site_id:
        raise BadInput("There is no such unit here.", errors={"unit_id": ["Name a unit of this site."]})
    ticket.unit_id, ticket.unit_code, ticket.building_id = unit.id, unit.code, unit.building_id


def see_caller(session, ticket, caller: dict | None) -> None:
    """Raises BadInput for a person who is in no file of the ticket's site: they would be told of what is not theirs."""
    if not (caller or {}).get("person_id"):
        return
    person = session.get(Person, caller["person_id"])
    if person is None or person.site_id != ticket.site_id:
        said = {"caller.person_id": ["Somebody of a household of this site is expected."]}
        raise BadInput("There is no such person here.", errors=said)


def put_caller(session, ticket, caller: dict | None) -> None:
    """A snapshot: who called, as they said it, and the number in the one form machines compare (RD-2)."""
    see_caller(session, ticket, caller)
    for name, column in (
        ("name", "caller_name"),
        ("email", "caller_email"),
        ("language", "caller_language"),
        ("person_id", "caller_person_id"),
    ):
        if name in (caller or {}):
            setattr(ticket, column, caller[name])
    if "phone" in (caller or {}):
        ticket.caller_phone_given = caller["phone"]
        ticket.caller_phone, ticket.phone_tail = read_phone(caller["phone"])


def put_due_times(ticket, settings: dict | None) -> None:
    ticket.answer_due_at, ticket.due_at = due_times(ticket.kind, ticket.priority, ticket.opened_at, settings)


def see_whether_desk_is_needed(ticket) -> None:
    """The desk looks at what nobody could tell: no kind, or words the profile did not know."""
    ticket.needs_desk = ticket.kind == TicketKind.UNCLASSIFIED or bool(ticket.unclassified)
