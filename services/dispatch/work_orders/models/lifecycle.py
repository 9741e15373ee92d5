"""The one table of how a work order may move (RW-1 … RW-8): states, actions, who may take them, what they need."""

import enum

from shared.transitions import Lifecycle, Move


class OrderKind(enum.StrEnum):
    FIRST = "first"
    REWORK = "rework"


class OrderState(enum.StrEnum):
    CREATED = "created"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    COMPLETED = "completed"
    VERIFIED = "verified"
    CLOSED = "closed"
    WAITING_PARTS = "waiting_parts"
    WAITING_ACCESS = "waiting_access"
    OUTSOURCED = "outsourced"
    ESCALATED = "escalated"
    RETURNED = "returned"
    CANCELLED = "cancelled"


S = OrderState
TO_GIVE = (S.CREATED, S.RETURNED, S.ESCALATED)
ON_THE_WAY = (S.ASSIGNED, S.ACCEPTED, S.ARRIVED)
WAITING = (S.WAITING_PARTS, S.WAITING_ACCESS, S.OUTSOURCED)
DONE = (S.COMPLETED, S.VERIFIED)
FINISHED = (*DONE, S.CLOSED, S.CANCELLED)
LIVE = tuple(state for state in S if state not in FINISHED)

INSPECTORS = ("desk", "night_duty", "area_manager", "supervisor", "manager")
DESK = (*INSPECTORS, "system")
FIELD = ("technician", "supervisor")
BOTH = ("technician", *DESK)
NEXT_DATE = ("reason", "next_at")


def _suspensions():
    """Waiting needs a reason and a next date (RW-5); a wait may get a later date or turn into another kind of wait."""
    for action, to in SUSPEND.items():
        yield Move(action, (*ON_THE_WAY, *WAITING), to, BOTH, NEXT_DATE)
        yield Move(action, (S.ESCALATED,), to, DESK, NEXT_DATE)


SUSPEND = {
    "wait_for_parts": S.WAITING_PARTS,
    "wait_for_access": S.WAITING_ACCESS,
    "outsource": S.OUTSOURCED,
}

LIFECYCLE = Lifecycle(
    OrderState,
    moves=[
        Move("accept", (S.ASSIGNED,), S.ACCEPTED, FIELD),
        Move("arrive", (S.ACCEPTED,), S.ARRIVED, FIELD),
        Move("complete", (S.ARRIVED,), S.COMPLETED, FIELD),
        Move("verify", (S.COMPLETED,), S.VERIFIED, INSPECTORS),
        Move("assign", TO_GIVE, S.ASSIGNED, DESK),
        Move("grab", TO_GIVE, S.ASSIGNED, ("technician",)),
        Move("quote", (S.ACCEPTED,), S.ACCEPTED, BOTH),
        Move("quote", (S.ARRIVED,), S.ARRIVED, BOTH),
        Move("agree", (S.ACCEPTED,), S.ACCEPTED, BOTH),
        Move("agree", (S.ARRIVED,), S.ARRIVED, BOTH),
        Move("resume", WAITING, S.ACCEPTED, BOTH),
        Move("transfer", (*ON_THE_WAY, *WAITING), S.ASSIGNED, BOTH),
        *_suspensions(),
        Move("return", ON_THE_WAY, S.RETURNED, FIELD, ("reason",)),
        Move("escalate", tuple(s for s in LIVE if s != S.ESCALATED), S.ESCALATED, BOTH, ("reason",)),
        Move("cancel", LIVE, S.CANCELLED, DESK, ("reason",)),
        Move("fail", (S.COMPLETED,), S.CLOSED, INSPECTORS),  # failed its inspection: a rework order takes over (RW-8)
        Move("redo", DONE, S.CLOSED, ("system",)),  # failed its return visit: likewise
        Move("close", DONE, S.CLOSED, ("system",)),  # the ticket ended well (RW-7)
    ],
)

DOORS = {action: "suspend" for action in SUSPEND} | {"fail": "verify"}  # action of the table → action at the door
