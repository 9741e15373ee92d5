"""Contacts of households, heard from intake."""

from shared.contracts.intake import HouseholdContactsChanged
from shared.messaging.handlers import Handlers

from . import usecases

handlers = Handlers()


@handlers.on_many(HouseholdContactsChanged)
def on_household_contacts_changed(work, events):
    usecases.learn_contacts(work, events)
