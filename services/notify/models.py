"""The database of notify."""

from shared.storage.tables import make_base

Base = make_base()
