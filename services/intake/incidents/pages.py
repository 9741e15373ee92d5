"""Outages for people: what goes on, what is proposed, and everything that can be done about one (RD-17)."""

from flask import g, redirect, request, url_for
from sqlalchemy import select

from services.intake.directory.models import Building, Site
from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import categories_by_code, find_site
from services.intake.tickets.lifecycle import DESK, LEADERS, READERS
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages
from shared.web.pages.forms import read_form, see_version
from shared.web.paging import keyset

from . import schemas, usecases
from .queries import PAGE, incident_by_id, view_of
from .queries import incidents as asked_incidents

pages = Pages("incidents", __name__)


@pages.get("/incidents", allow=READERS)
def incident_list():
    return list_page()


@pages.post("/incidents", allow=DESK)
def open_incident():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            made = usecases.open_incident(w, **read_form(schemas.OpenIncident, request.form, site_id=str(site.id)))
            return redirect(url_for(".incident_page", incident_id=made.id), 303)
    except DomainError as error:
        return list_page(error), error.status


@pages.get("/incidents/<uuid:incident_id>", allow=READERS)
def incident_page(incident_id):
    return shown_incident(incident_id)


@pages.post("/incidents/<uuid:incident_id>/confirm", allow=DESK)
def confirm_incident(incident_id):
    return take_step(incident_id, usecases.confirm_incident, schemas.ConfirmIncident, tickets=chosen())


@pages.post("/incidents/<uuid:incident_id>/dismiss", allow=DESK)
def dismiss_incident(incident_id):
    return take_step(incident_id, usecases.dismiss_incident, schemas.DismissIncident)


@pages.post("/incidents/<uuid:incident_id>/attach", allow=DESK)
def attach_tickets(incident_id):
    return take_step(incident_id, usecases.attach_tickets, schemas.AttachTickets, tickets=chosen())


@pages.post("/incidents/<uuid:incident_id>/detach", allow=DESK)
def detach_ticket(incident_id):
    return take_step(incident_id, usecases.detach_ticket, schemas.DetachTicket)


@pages.post("/incidents/<uuid:incident_id>/tell", allow=DESK)
def tell_callers(incident_id):
    return take_step(incident_id, usecases.tell_callers, schemas.TellCallers)


@pages.post("/incidents/<uuid:incident_id>/end", allow=LEADERS)
def end_incident(incident_id):
    return take_step(incident_id, usecases.end_incident, schemas.EndIncident)


def take_step(incident_id, usecase, shape, **also):
    """A button of the page: the same use case as the program's door, the same refusals."""
    try:
        with work() as w:
            incident = incident_by_id(w.session, incident_id, locked=True)
            g.zone = find_site(w.session, incident.site_id).timezone
            see_version(request.form, incident)
            usecase(w, incident, **read_form(shape, request.form, **also))
    except DomainError as error:
        return shown_incident(incident_id, error), error.status
    return redirect(url_for(".incident_page", incident_id=incident_id), 303)


def chosen() -> list[str]:
    return request.form.getlist("tickets")


def list_page(refused: DomainError | None = None) -> str:
    live = request.args.get("view", "live") == "live"
    with reading() as session:
        asked = {"limit": 50, "after": request.args.get("after"), "live": live}
        page = keyset(session, asked_incidents(asked), PAGE, asked)
        sites = list(session.scalars(select(Site).order_by(Site.code)))
        own = [site for site in sites if principal().may(site.id, *DESK)]
        buildings = list(session.scalars(select(Building).order_by(Building.site_id, Building.code)))
        categories = list(categories_by_code(session).values())
    words = {"page": page, "live": live, "own": own, "buildings": buildings, "categories": categories}
    return pages.render(
        "incidents/list.html", **words, names={s.id: s.name for s in sites}, refused=refused, given=request.form
    )


def shown_incident(incident_id, refused: DomainError | None = None) -> str:
    with reading() as session:
        incident = view_of(session, incident_by_id(session, incident_id), principal())
        site = find_site(session, incident.site_id)
        g.zone = site.timezone
    words = {"incident": incident, "site": site, "refused": refused, "given": request.form if refused else {}}
    return pages.render("incidents/incident.html", **words)
