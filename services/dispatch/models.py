"""The base of every table of dispatch; the tables themselves live in their rooms."""

from shared.storage.tables import make_base

Base = make_base()
