"""An emergency on one page: whom to ring next, one press for what came of it, and the minutes (RD-17)."""

from flask import g, redirect, request, url_for

from services.intake.directory.queries import find_site
from services.intake.tickets.lifecycle import DESK, READERS
from services.intake.tickets.queries import ticket_by_id
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import read_form

from . import usecases
from .models import Happened
from .queries import shown
from .schemas import WriteMinute

pages = Pages("emergencies", __name__)


@pages.get("/tickets/<uuid:ticket_id>/emergency", allow=READERS)
def plan(ticket_id):
    return plan_page(ticket_id)


@pages.post("/tickets/<uuid:ticket_id>/emergency", allow=DESK)
def write_minute(ticket_id):
    try:
        with work() as w:
            ticket = ticket_by_id(w.session, ticket_id)
            usecases.write_minute(w, ticket, **read_form(WriteMinute, request.form))
    except DomainError as error:
        return plan_page(ticket_id, error), error.status
    return redirect(url_for(".plan", ticket_id=ticket_id), 303)


def plan_page(ticket_id, refused: DomainError | None = None):
    with reading() as session:
        ticket = ticket_by_id(session, ticket_id)
        g.zone = find_site(session, ticket.site_id).timezone
        emergency = shown(session, ticket)
    said = {
        Happened.REACHED: _("Reached"),
        Happened.NO_ANSWER: _("No answer"),
        Happened.ARRIVED: _("Somebody has arrived"),
        Happened.OUTSIDE_HELP: _("Outside help was called"),
        Happened.NOTE: _("Note"),
    }
    writes = principal().may(ticket.site_id, *DESK)
    return pages.render(
        "emergencies/plan.html", ticket=ticket, emergency=emergency, said=said, writes=writes, refused=refused
    )
