"""What an operator of dispatch may set; everything about a single site is a setting of that site instead."""

from dataclasses import dataclass

from shared.settings import Settings


@dataclass(frozen=True, kw_only=True)
class DispatchSettings(Settings):
    """Nothing of its own: who is dispatched when is decided per site (`auto_assign`, `assign_again_minutes`)."""
