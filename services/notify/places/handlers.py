"""Sites and units, heard from intake."""

from shared.contracts.intake import SiteChanged, UnitChanged
from shared.messaging.handlers import Handlers

from . import usecases

handlers = Handlers()


@handlers.on_many(SiteChanged)
def on_site_changed(work, events):
    usecases.learn_sites(work, events)


@handlers.on_many(UnitChanged)
def on_unit_changed(work, events):
    usecases.learn_units(work, events)
