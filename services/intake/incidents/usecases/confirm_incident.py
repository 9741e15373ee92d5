"""The desk says whether a burst has one cause; then what belongs to it hangs on it, and the leaders hear (RD-17)."""

from datetime import timedelta

from services.intake.directory.queries import find_site
from services.intake.incidents.announcing import announce
from services.intake.incidents.queries import ids_of_incident, offered
from services.intake.incidents.site_rules import rules_of
from shared.contracts.intake_incidents import IncidentDeclared

from .attach_tickets import hang
from .tell_callers import send_word


def confirm_incident(work, incident, *, description: str, tickets=None, **facts):
    """`tickets` are those that belong to it; unless said, everything that was offered."""
    incident.move("confirm", work.principal, description=description)
    incident.description = description
    chosen = [ticket.id for ticket in offered(work.session, incident)] if tickets is None else tickets
    return declare(work, incident, find_site(work.session, incident.site_id), tickets=chosen, **facts)


def declare(work, incident, site, *, tickets=(), expected_at=None, message: str | None = None):
    """From here on it goes on: on the caller's card, in the handover, with its tickets waiting for it."""
    incident.decided_at, incident.decided_by = work.now, work.principal.name
    incident.expected_at = expected_at or work.now + timedelta(hours=rules_of(site)["expected_hours"])
    work.session.flush()
    hang(work, incident, list(tickets or ()))
    held = ids_of_incident(work.session, incident.id)
    work.audit("incident.declared", about=incident, after={"number": incident.number, "tickets": len(held)})
    announce(work, IncidentDeclared, incident, expected_at=incident.expected_at, ticket_ids=held)
    if message:
        send_word(work, incident, message, held)
    return incident


def dismiss_incident(work, incident, *, reason: str):
    """The tickets only looked alike; those that were counted propose nothing again."""
    incident.move("dismiss", work.principal, reason=reason)
    incident.decided_at, incident.decided_by, incident.outcome = work.now, work.principal.name, reason
    work.audit("incident.dismissed", about=incident, because=reason)
    work.session.flush()
    return incident
