"""Everything notify does with places: keep them as intake announced them, and find a site."""

from uuid import UUID

from services.notify.copies import keep_newest
from shared.errors import NotFound

from .models import Site, Unit


def learn_sites(work, events) -> None:
    keep_newest(work, Site, [_site(event) for event in events])


def learn_units(work, events) -> None:
    keep_newest(work, Unit, [_unit(event) for event in events])


def find_site(session, site_id: UUID) -> Site:
    """Raises NotFound, which may pass: the event that tells of the site may still be on its way."""
    site = session.get(Site, site_id)
    if site is None:
        raise NotFound("Notify has not heard of this site yet.", site_id=str(site_id))
    return site


def _site(event) -> dict:
    data = event.data
    return {
        "id": data["site_id"],
        "site_id": event.site_id,
        "heard_version": data["version"],
        "code": data["code"],
        "name": data["name"],
        "timezone": data["timezone"],
        "settings": data["settings"],
    }


def _unit(event) -> dict:
    data = event.data
    return {
        "id": data["unit_id"],
        "site_id": event.site_id,
        "heard_version": data["version"],
        "code": data["code"],
        "label": data["label"],
        "building_id": data["building_id"],
        "active": data["active"],
    }
