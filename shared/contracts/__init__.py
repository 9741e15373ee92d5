"""Every event any service may announce, and who may read it. Importing this package registers them all."""

from . import (
    billing,
    dispatch,
    intake,
    intake_bookings,
    intake_desk,
    intake_duty,
    intake_emergencies,
    intake_gate,
    intake_incidents,
    intake_procedures,
    intake_receptions,
    intake_registers,
    intake_slips,
    notify,
)
from .contract import Contract, all_contracts, find, read_by

__all__ = [
    "Contract",
    "all_contracts",
    "billing",
    "dispatch",
    "find",
    "intake",
    "intake_bookings",
    "intake_desk",
    "intake_duty",
    "intake_emergencies",
    "intake_gate",
    "intake_procedures",
    "intake_receptions",
    "intake_slips",
    "intake_incidents",
    "intake_registers",
    "notify",
    "read_by",
]
