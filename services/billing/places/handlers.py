"""What billing does when intake tells of sites, units and households."""

from shared.contracts.intake import HouseholdChanged, SiteChanged, UnitChanged
from shared.messaging.handlers import Handlers

from . import usecases
from .models import Household, Site, Unit

handlers = Handlers()


@handlers.on_many(SiteChanged)
def on_site_changed(work, events):
    usecases.keep_copies(work, Site, [_copy(e, "site_id") | {"site_id": e.data["site_id"]} for e in events])


@handlers.on_many(UnitChanged)
def on_unit_changed(work, events):
    usecases.keep_copies(work, Unit, [_copy(e, "unit_id") for e in events])


@handlers.on_many(HouseholdChanged)
def on_household_changed(work, events):
    usecases.keep_copies(work, Household, [_household(e) for e in events])


def _copy(event, key: str) -> dict:
    facts = {name: value for name, value in event.data.items() if name not in (key, "version")}
    return facts | {"id": event.data[key], "seen_version": event.data["version"], "site_id": event.site}


def _household(event) -> dict:
    copy = _copy(event, "household_id")
    return copy | {"people": [person | {"person_id": str(person["person_id"])} for person in copy["people"]]}
