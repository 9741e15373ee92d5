"""An emergency's plan is opened, the leaders are told, and every minute is written down (RD-17)."""

from services.intake.chronicle.usecases import record_step
from services.intake.directory.queries import find_site
from services.intake.tickets.models import Ticket
from shared.contracts.intake_emergencies import EmergencyOpened
from shared.errors import BadInput
from shared.ids import new_id
from shared.storage.statements import insert_into

from .models import ABOUT_A_CALL, Emergency, EmergencyEntry, Happened
from .queries import emergency_of
from .site_rules import calls_for


def open_plan(work, ticket: Ticket) -> None:
    """Once, however many clocks see the ticket: who comes second changes and announces nothing."""
    calls = calls_for(find_site(work.session, ticket.site_id), ticket.category)
    row = {"operator_id": ticket.operator_id, "site_id": ticket.site_id, "ticket_id": ticket.id}
    statement = insert_into(work.session, Emergency).values(id=new_id(), **row, calls=calls, opened_at=work.now)
    made = work.session.execute(statement.on_conflict_do_nothing().returning(Emergency.id)).first()
    if made is None:
        return
    record_step(work, ticket, "emergency.opened", calls=len(calls))
    work.announce(
        EmergencyOpened,
        about=ticket.id,
        site_id=ticket.site_id,
        ticket_id=ticket.id,
        number=ticket.number,
        place=(ticket.unit_code or ticket.public_place or "")[:200],
        description=ticket.description[:300],
        calls=len(calls),
        at=work.now,
    )


def write_minute(
    work, ticket: Ticket, happened: Happened, call: int | None = None, words: str | None = None
) -> EmergencyEntry:
    """`call` says who of the plan was rung. Raises BadInput for a place that the plan does not have."""
    emergency = emergency_of(work.session, ticket)
    see_call(emergency, happened, call)
    if happened is Happened.NOTE and not words:
        raise BadInput("Say what happened.", errors={"words": ["Missing data for required field."]})
    entry = EmergencyEntry(emergency_id=emergency.id, site_id=ticket.site_id, happened=happened, call=call, words=words)
    entry.at, entry.by_subject, entry.by_name = work.now, work.principal.subject, work.principal.name
    work.session.add(entry)
    work.session.flush()
    whom = emergency.calls[call - 1]["who"] if call else None
    record_step(work, ticket, f"emergency.{happened}", event_id=entry.id, whom=whom, reason=words)
    return entry


def see_call(emergency: Emergency, happened: Happened, call: int | None) -> None:
    if happened in ABOUT_A_CALL and (call is None or not 1 <= call <= len(emergency.calls)):
        said = f"One of the {len(emergency.calls)} calls of the plan is expected."
        raise BadInput("Say who was called.", errors={"call": [said]})
    if happened not in ABOUT_A_CALL and call is not None:
        raise BadInput("This is about nobody of the plan.", errors={"call": ["Leave it out."]})
