"""What an incident tells the other services, and the same moment's lines in the chronicle of its tickets (RF-3)."""

from services.intake.chronicle.usecases import entry, record_entries


def incident_facts(incident) -> dict:
    """What every event about an incident carries."""
    return {
        "incident_id": incident.id,
        "number": incident.number,
        "version": incident.version,
        "building_id": incident.building_id,
        "building_name": incident.building_name,
        "category_name": incident.category_name,
        "trade": incident.trade,
        "description": incident.description,
        "began_at": incident.began_at,
    }


def announce(work, contract, incident, **facts):
    """After a flush, so that the version is the one this step made."""
    work.session.flush()
    said = incident_facts(incident) | facts
    return work.announce(contract, about=incident.id, site_id=incident.site_id, **said, at=work.now)


def remember(work, incident, kind: str, tickets, event_id, note: str | None = None) -> None:
    """A line in the story of each of these tickets, by one statement."""
    facts = {"number": incident.number, "incident_id": str(incident.id), "note": note}
    common = {"event_id": event_id, "site_id": incident.site_id, "kind": kind, "at": work.now, "facts": facts}
    who = work.principal.name
    rows = [entry(work, ticket_id=one.id, unit_id=one.unit_id, who=who, **common) for one in tickets]
    record_entries(work, rows)
