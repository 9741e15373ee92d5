"""What a telephone tells is written down once and put together to one call; who rings is looked up (RD-2, RD-3)."""

from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.households.queries import find_callers, find_household
from shared.ids import new_id
from shared.storage.statements import insert_into

from .merging import merge
from .models import CallState, Direction, PhoneCall, PhoneCallTicket, PhoneEvent
from .queries import find_call, locked_call
from .site_rules import rules_of


def record_event(work, line, told) -> PhoneCall:
    """The same state of a call told again changes nothing. Any order will do, and a call nobody told of begins here."""
    at = told.at or work.now
    fresh = write_event(work, line, told, at)
    call = begun_call(work, line, told, at)
    if fresh:
        merge(call, told, at)
        see_who_rings(work, call)
    work.session.flush()
    return call


def write_event(work, line, told, at) -> bool:
    row = {**scope_of(work, line), "call_id": told.call_id, "state": told.state, "facts": told.facts()}
    statement = insert_into(work.session, PhoneEvent).values(id=new_id(), **row, at=at, told_at=work.now)
    once = statement.on_conflict_do_nothing().returning(PhoneEvent.id)
    return work.session.execute(once).first() is not None


def begun_call(work, line, told, at) -> PhoneCall:
    """Of two that tell of a new call at once, the second waits for the first and goes on with its call."""
    row = {**scope_of(work, line), "call_id": told.call_id, "state": told.state, "state_at": at, "rung": []}
    statement = insert_into(work.session, PhoneCall).values(id=new_id(), **row, first_told_at=work.now)
    work.session.execute(statement.on_conflict_do_nothing())
    return locked_call(work.session, line, told.call_id)


def scope_of(work, line) -> dict:
    operator_id = work.principal.operator_id
    return {"operator_id": operator_id, "site_id": line.site_id, "integration_id": line.integration_id}


def see_who_rings(work, call) -> None:
    """Somebody of a file of this site, if the number is theirs alone; nothing is guessed."""
    if call.number is None or call.person_id is not None:
        return
    site = find_site(work.session, call.site_id)
    day = site.date_at(work.now)
    person = find_callers(work.session, call.site_id, [call.number], day=day).get(call.number)
    if person is None:
        return
    call.person_id, call.person_name = person.id, person.name
    unit = find_unit_by_id(work.session, find_household(work.session, person.household_id).unit_id)
    call.unit_id, call.unit_code = unit.id, unit.code


def answer_to(work, call, told) -> dict:
    """What the telephone should do with a call that rings in: numbers the site refuses get the busy tone."""
    if told.state != CallState.RINGING or told.direction == Direction.OUT:
        return {}
    rules = rules_of(find_site(work.session, call.site_id))
    if call.number in rules.reject:
        return {"action": "reject", "reason": "busy"}
    dial = rules.dial.get(call.dialled)
    return {"action": "dial", "number": dial} if dial else {}


def keep_ticket_of_call(work, phone_call_id, ticket) -> None:
    """The log says what came of the call. Raises NotFound for a call of another site; told twice it is told once."""
    call = find_call(work.session, phone_call_id)
    row = {"operator_id": call.operator_id, "site_id": call.site_id, "phone_call_id": call.id, "ticket_id": ticket.id}
    work.session.flush()  # the ticket may be as new as this
    statement = insert_into(work.session, PhoneCallTicket).values(id=new_id(), **row)
    work.session.execute(statement.on_conflict_do_nothing())
