"""A burst of tickets that are alike proposes an incident; whether it is one, a person decides (RD-17)."""

from datetime import timedelta

from services.intake.directory.models import Building
from services.intake.directory.queries import categories_by_code
from services.intake.incidents.announcing import announce
from services.intake.incidents.lifecycle import IncidentState
from services.intake.incidents.models import Incident
from services.intake.incidents.queries import quiet_places, recent_tickets
from services.intake.incidents.rules import Burst, bursts
from services.intake.incidents.site_rules import rules_of
from shared.contracts.intake_incidents import IncidentProposed


def propose_incidents(work, site) -> list[Incident]:
    """Looked at by the clock. Where one goes on, or waits to be looked at, no second one is proposed."""
    rules = rules_of(site)
    rows = recent_tickets(work.session, site, rules, work.now)
    quiet = quiet_places(work.session, site.id, work.now - timedelta(minutes=rules["minutes"]))
    categories = categories_by_code(work.session)
    return [propose(work, site, burst, categories) for burst in bursts(rows, categories, rules, quiet)]


def propose(work, site, burst: Burst, categories: dict) -> Incident:
    category = categories[burst.rows[0].category]
    building = work.session.get(Building, burst.building_id) if burst.building_id else None
    incident = Incident(site_id=site.id, state=IncidentState.PROPOSED, began_at=burst.began_at)
    incident.number = work.number("I", site.id, zone=site.timezone)
    incident.categories, incident.category_name = sorted(burst.categories), category.name
    incident.trade = category.trade
    put_place(incident, building)
    where = building.name if building else site.name
    incident.description = f"{where['zh']} {category.name_zh} / {where['en']} {category.name_en}"[:500]
    incident.by_name = work.principal.name
    work.session.add(incident)
    announce(work, IncidentProposed, incident, tickets=len(burst.rows))
    return incident


def put_place(incident, building) -> None:
    incident.building_id = building.id if building else None
    incident.building_name = building.name if building else None
