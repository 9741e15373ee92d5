"""What intake says about places, written into dispatch's own copy."""

from shared.contracts.intake import HouseholdChanged, SiteChanged, UnitChanged
from shared.messaging.handlers import Handlers

from . import usecases

handlers = Handlers()


@handlers.on_many(SiteChanged)
def on_site_changed(work, events):
    usecases.copy_sites(work, [(event.site_id, event.data) for event in events])


@handlers.on_many(UnitChanged)
def on_unit_changed(work, events):
    usecases.copy_units(work, [(event.site_id, event.data) for event in events])


@handlers.on_many(HouseholdChanged)
def on_household_changed(work, events):
    usecases.copy_households(work, [(event.site_id, event.data) for event in events])
