"""How an incident lives: proposed by a burst or opened by hand, going on, and ended once for everybody (RD-17).

Ending waives the return visits of what hangs on it, so it is for those who may waive one (RV-1).
"""

import enum

from services.intake.tickets.lifecycle import DESK, LEADERS
from shared.transitions import Lifecycle, Move


class IncidentState(enum.StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDED = "ended"
    DISMISSED = "dismissed"


S = IncidentState
LIVE = (S.PROPOSED, S.ACTIVE)
LIFECYCLE = Lifecycle(
    IncidentState,
    [
        Move("confirm", (S.PROPOSED,), S.ACTIVE, who=DESK, requires=("description",)),
        Move("dismiss", (S.PROPOSED,), S.DISMISSED, who=DESK, requires=("reason",)),
        Move("attach", (S.ACTIVE,), S.ACTIVE, who=DESK, requires=("tickets",)),
        Move("detach", (S.ACTIVE,), S.ACTIVE, who=DESK, requires=("ticket_id", "reason")),
        Move("tell", (S.ACTIVE,), S.ACTIVE, who=DESK, requires=("message",)),
        Move("end", (S.ACTIVE,), S.ENDED, who=LEADERS, requires=("outcome",)),
    ],
)
