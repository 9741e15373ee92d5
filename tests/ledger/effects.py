"""The effect that each event must have, exactly once, in the database of each reader its contract names.

A reader's file lists its events; one that leaves no trace of its own is listed too, with the reason.
"""

from collections.abc import Iterator

from . import effects_billing, effects_dispatch, effects_intake, effects_notify
from .standing import Announced, Standing
from .verdict import Finding

TABLES = {
    "intake": effects_intake.TABLE,
    "dispatch": effects_dispatch.TABLE,
    "billing": effects_billing.TABLE,
    "notify": effects_notify.TABLE,
}


def effects_of(standing: Standing, event: Announced) -> Iterator[Finding]:
    """Only of what a reader says it handled: what never arrived is lost already."""
    for reader in event.contract.readers:
        if reader in standing.stores and event.id in standing.handled[reader]:
            yield from TABLES[reader][event.name](standing, event)
