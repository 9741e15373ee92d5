"""Outages for people: what goes on, what is proposed, and everything that can be done about one (RD-17)."""

from datetime import datetime
from uuid import UUID

from flask import g, redirect, request, url_for
from marshmallow import ValidationError
from sqlalchemy import select

from services.intake.directory.models import Building, Site
from services.intake.directory.queries import categories_by_code, find_site
from services.intake.tickets.lifecycle import DESK, LEADERS, READERS
from shared.errors import BadInput, DomainError, NotFound, Stale
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.filters import zone
from shared.web.paging import keyset

from . import schemas, usecases
from .lifecycle import IncidentState
from .queries import PAGE, incident_by_id, view_of
from .queries import incidents as asked_incidents

pages = Pages("incidents", __name__)


@pages.get("/incidents", allow=READERS)
def incident_list():
    return list_page()


@pages.post("/incidents", allow=DESK)
def open_incident():
    try:
        given = said()
        with work() as w:
            site = find_site(w.session, id_of(given.pop("site_id", "")))
            g.zone = site.timezone
            facts = read(schemas.OpenIncident(), {**given, "site_id": str(site.id)})
            made = usecases.open_incident(w, **facts)
            return redirect(url_for(".incident_page", incident_id=made.id), 303)
    except DomainError as error:
        return list_page(error), error.status


@pages.get("/incidents/<uuid:incident_id>", allow=READERS)
def incident_page(incident_id):
    return shown_incident(incident_id)


@pages.post("/incidents/<uuid:incident_id>/confirm", allow=DESK)
def confirm_incident(incident_id):
    return take_step(incident_id, usecases.confirm_incident, schemas.ConfirmIncident(), tickets=chosen())


@pages.post("/incidents/<uuid:incident_id>/dismiss", allow=DESK)
def dismiss_incident(incident_id):
    return take_step(incident_id, usecases.dismiss_incident, schemas.DismissIncident())


@pages.post("/incidents/<uuid:incident_id>/attach", allow=DESK)
def attach_tickets(incident_id):
    return take_step(incident_id, usecases.attach_tickets, schemas.AttachTickets(), tickets=chosen())


@pages.post("/incidents/<uuid:incident_id>/detach", allow=DESK)
def detach_ticket(incident_id):
    return take_step(incident_id, usecases.detach_ticket, schemas.DetachTicket())


@pages.post("/incidents/<uuid:incident_id>/tell", allow=DESK)
def tell_callers(incident_id):
    return take_step(incident_id, usecases.tell_callers, schemas.TellCallers())


@pages.post("/incidents/<uuid:incident_id>/end", allow=LEADERS)
def end_incident(incident_id):
    return take_step(incident_id, usecases.end_incident, schemas.EndIncident())


def take_step(incident_id, usecase, schema, **more):
    """A button of the page: the same use case as the program's door, the same refusals."""
    try:
        with work() as w:
            incident = incident_by_id(w.session, incident_id, locked=True)
            g.zone = find_site(w.session, incident.site_id).timezone
            if request.form.get("version") != str(incident.version):
                raise Stale(
                    _("Somebody else changed this at the same moment. Read it again and repeat what still fits.")
                )
            usecase(w, incident, **read(schema, {**said("version", "tickets"), **more}))
    except DomainError as error:
        return shown_incident(incident_id, error), error.status
    return redirect(url_for(".incident_page", incident_id=incident_id), 303)


def said(*without: str) -> dict[str, str]:
    """What the form says; an empty field says nothing."""
    return {name: value.strip() for name, value in request.form.items() if value.strip() and name not in without}


def chosen() -> list[str]:
    return request.form.getlist("tickets")


def read(schema, given: dict) -> dict:
    """The form as the program's door would take it; a moment is meant by the site's clock."""
    for name in ("expected_at", "began_at"):
        if name in given:
            given[name] = moment_of(name, given[name])
    try:
        return schema.load(given)
    except ValidationError as error:
        raise BadInput(_("Something is missing or not right."), errors=error.messages) from error


def moment_of(name: str, text: str) -> str:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone()).isoformat()
    except ValueError:
        right = _("A moment such as 2026-03-04 18:00 is expected.")
        raise BadInput(right, errors={name: [right]}) from None


def id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is no such site.") from None


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
    return pages.render("incidents/incident.html", **words, states=IncidentState)
