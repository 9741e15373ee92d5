"""Billing's memory: the base that the tables of all its rooms stand on."""

from shared.storage.tables import make_base

Base = make_base()
