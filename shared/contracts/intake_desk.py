"""Events of the desk: what it could not solve and reports upward."""

from .contract import promise
from .intake import TicketEnd
from .parts import instant, word


@promise("intake.ticket.reported", readers=("notify",))
class TicketReported(TicketEnd):
    """The centre could not solve it, explained that, and reports it upward step by step (RD-6)."""

    to = word(16, required=True, metadata={"description": "role that is told: supervisor, then manager"})
    at = instant(required=True)
