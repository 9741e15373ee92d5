"""The desk opens an incident by hand: it was told of an outage before the calls came (RD-17)."""

from services.intake.directory.models import Building
from services.intake.directory.queries import categories_by_code, find_site
from services.intake.incidents.lifecycle import IncidentState
from services.intake.incidents.models import Incident
from services.intake.incidents.rules import alike_with
from services.intake.incidents.site_rules import rules_of
from services.intake.tickets.lifecycle import DESK
from shared.errors import BadInput

from .confirm_incident import declare
from .propose_incidents import put_place


def open_incident(work, *, site_id, description: str, building_id=None, category=None, began_at=None, **facts):
    """Without a building it is the whole site's; with a category, what comes in under it is offered."""
    work.principal.require(site_id, *DESK)
    site = find_site(work.session, site_id)
    if began_at is not None and began_at > work.now:
        raise BadInput("It cannot begin later than now.", errors={"began_at": ["A moment that has passed."]})
    incident = Incident(site_id=site.id, state=IncidentState.ACTIVE, description=description)
    incident.number = work.number("I", site.id, zone=site.timezone)
    incident.began_at, incident.by_name = began_at or work.now, work.principal.name
    put_place(incident, building_at(work.session, site, building_id))
    put_category(work.session, incident, category, rules_of(site)["alike"])
    work.session.add(incident)
    return declare(work, incident, site, **facts)


def building_at(session, site, building_id) -> Building | None:
    """Raises BadInput for one of another site."""
    if building_id is None:
        return None
    building = session.get(Building, building_id)
    if building is None or building.site_id != site.id:
        raise BadInput("There is no such building here.", errors={"building_id": ["A building of this site."]})
    return building


def put_category(session, incident, code: str | None, alike: str) -> None:
    known = categories_by_code(session) if code else {}
    if code and code not in known:
        raise BadInput("There is no such category.", errors={"category": [f"'{code}' is not in the list."]})
    incident.categories = alike_with(known, code, alike)
    incident.category_name = known[code].name if code else None
    incident.trade = known[code].trade if code else None
