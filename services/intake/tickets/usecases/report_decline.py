"""What the centre could not solve goes upward: to the supervisor at once, then to the project manager (RD-6)."""

from datetime import timedelta

from services.intake.chronicle.usecases import record_step
from services.intake.tickets.lifecycle import LEADERS
from services.intake.tickets.models import Ticket
from shared.contracts.intake_desk import TicketReported
from shared.errors import Conflict

from .facts import find_site

TIMER = "report_decline"
HOURS = 24  # until the manager hears of what no supervisor took on; the site may say otherwise


def report_decline(work, ticket, explanation: str) -> None:
    """The supervisors are told with the decline itself; the clock is set for the manager."""
    settings = find_site(work.session, ticket.site_id).settings or {}
    tell(work, ticket, "supervisor", explanation)
    due = work.now + timedelta(hours=float(settings.get("decline_report_hours", HOURS)))
    work.timers.set(TIMER, ticket.id, due, site_id=ticket.site_id)


def report_further(work, ticket_id) -> None:
    """Nobody took it on: the project manager is told, once."""
    ticket = work.session.get(Ticket, ticket_id)
    if ticket is not None and ticket.reported_to == "supervisor" and ticket.report_taken_by is None:
        tell(work, ticket, "manager", ticket.end_reason or "")


def tell(work, ticket, to: str, explanation: str) -> None:
    ticket.reported_to = to
    work.session.flush()
    facts = {"ticket_id": ticket.id, "number": ticket.number, "version": ticket.version, "to": to}
    facts |= {"reason": explanation, "at": work.now}
    event = work.announce(TicketReported, about=ticket.id, site_id=ticket.site_id, **facts)
    record_step(work, ticket, "ticket.reported", event_id=event.id, to=to)


def take_report(work, ticket, *, note: str):
    """A leader takes it on and says what will be done; then it goes no further.

    Raises Conflict when nothing was reported, or somebody has taken it.
    """
    work.principal.require(ticket.site_id, *LEADERS)
    if ticket.reported_to is None or ticket.report_taken_by is not None:
        whose = f"{ticket.report_taken_by} has taken this on already." if ticket.report_taken_by else "Nothing to take."
        allowed = list(ticket.allowed(work.principal))
        raise Conflict(whose, state=str(ticket.state), allowed=allowed)
    work.audit("ticket.report_taken", about=ticket, because=note)
    ticket.report_taken_by = work.principal.name
    work.timers.cancel(TIMER, ticket.id)
    work.session.flush()
    record_step(work, ticket, "ticket.report_taken", note=note)
    return ticket
