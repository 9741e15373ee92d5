"""The one table of how a ticket moves: from where, to where, who may, and what has to be said for it.

Steps that change facts but not the state (amend, take …) stand in it as well, so that one look tells what can be
done now. `closed` is reached by a return visit, an inspection or a recorded waiver, and by nothing else (RW-7, RV-1).
"""

from shared.transitions import Lifecycle, Move

from .states import LIVE, TicketState

S = TicketState
DESK = ("desk", "night_duty", "supervisor", "manager")
LEADERS = ("supervisor", "manager")
SYSTEM = ("system",)
READERS = (*DESK, "technician", "area_manager", "cashier", "head_office", "admin")


def stays(action: str, *states: TicketState, who: tuple[str, ...], requires: tuple[str, ...] = ()) -> list[Move]:
    """A step that leaves the ticket where it is."""
    return [Move(action, (state,), state, who, requires) for state in states]


LIFECYCLE = Lifecycle(
    TicketState,
    [
        *stays("classify", S.OPEN, S.WAITING, who=DESK, requires=("kind",)),
        *stays("take", *LIVE, who=DESK),
        Move("resume", (S.WAITING,), S.OPEN, who=(*DESK, *SYSTEM)),
        *stays("amend", *LIVE, who=DESK),
        Move("wait", (S.OPEN, S.DISPATCHED, S.IN_PROGRESS), S.WAITING, who=(*DESK, *SYSTEM), requires=("reason",)),
        Move("dispatch", (S.OPEN, S.IN_PROGRESS, S.WAITING), S.DISPATCHED, who=SYSTEM),
        Move("start", (S.OPEN, S.DISPATCHED, S.WAITING), S.IN_PROGRESS, who=SYSTEM),
        Move("resolve", (S.OPEN, S.DISPATCHED, S.IN_PROGRESS, S.WAITING), S.RESOLVED, who=SYSTEM),
        Move("hand_back", (S.DISPATCHED, S.IN_PROGRESS, S.WAITING), S.OPEN, who=SYSTEM, requires=("reason",)),
        Move("close", (S.RESOLVED,), S.CLOSED, who=SYSTEM, requires=("by",)),
        Move("reopen", (S.RESOLVED, S.CLOSED), S.OPEN, who=(*DESK, *SYSTEM), requires=("reason", "cause_id")),
        Move("waive", (S.OPEN, S.WAITING, S.RESOLVED), S.CLOSED, who=(*LEADERS, *SYSTEM), requires=("reason",)),
        *stays("answer", *LIVE, who=DESK, requires=("reason",)),
        *stays("handover-owner", *LIVE, who=DESK, requires=("owner",)),
        Move("merge", (S.OPEN, S.DISPATCHED, S.WAITING), S.MERGED, who=DESK, requires=("into",)),
        Move("decline", (S.OPEN, S.DISPATCHED, S.WAITING), S.DECLINED, who=DESK, requires=("explanation",)),
        Move("cancel", (S.OPEN, S.DISPATCHED, S.IN_PROGRESS, S.WAITING), S.CANCELLED, who=DESK, requires=("reason",)),
    ],
)
