"""The audit trail: who did what to what, when and why, in chains that show every change made to them afterwards."""

from .entry import WHOLE_OPERATOR, facts_of

__all__ = ["WHOLE_OPERATOR", "facts_of"]
