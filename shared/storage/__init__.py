"""One database per service, one transaction per opening of a door; nothing else commits."""

from .store import Store
from .work import Work

__all__ = ["Store", "Work"]
