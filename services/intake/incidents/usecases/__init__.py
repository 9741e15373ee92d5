"""What can be done about an incident, one file per use case."""

from .attach_tickets import attach_tickets
from .confirm_incident import confirm_incident, dismiss_incident
from .detach_ticket import detach_ticket
from .end_incident import end_incident
from .open_incident import open_incident
from .propose_incidents import propose_incidents
from .tell_callers import tell_callers

__all__ = [
    "attach_tickets",
    "confirm_incident",
    "detach_ticket",
    "dismiss_incident",
    "end_incident",
    "open_incident",
    "propose_incidents",
    "tell_callers",
]
