"""The proof across the four services: what was accepted against what stands, and every difference with its reason."""

from .compare import compare
from .facts import Difference, Facts

__all__ = ["Difference", "Facts", "compare"]
