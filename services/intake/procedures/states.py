"""How a procedure and each of its steps may move: two tables, and nothing beside them (RM-1)."""

import enum

from services.intake.tickets.lifecycle import DESK, LEADERS
from shared.transitions import Lifecycle, Move

DOERS = (*DESK, "area_manager", "technician", "cashier")
READERS = (*DOERS, "head_office", "admin")
SYSTEM = ("system",)


class ProcedureState(enum.StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    ABANDONED = "abandoned"


class StepState(enum.StrEnum):
    """`expected`: it is known which event of another service ends it, and that event has not come yet."""

    PENDING = "pending"
    EXPECTED = "expected"
    DONE = "done"
    SKIPPED = "skipped"


P = ProcedureState
LIFECYCLE = Lifecycle(
    ProcedureState,
    [
        Move("finish", (P.RUNNING,), P.FINISHED, (*DOERS, *SYSTEM)),
        Move("abandon", (P.RUNNING,), P.ABANDONED, LEADERS, ("reason",)),
    ],
    doors={"finish": None},
)

S = StepState
STEPS = Lifecycle(
    StepState,
    [
        Move("complete", (S.PENDING, S.EXPECTED), S.DONE, DOERS),
        Move("expect", (S.PENDING, S.EXPECTED), S.EXPECTED, DOERS, ("reference",)),
        Move("hear", (S.EXPECTED,), S.DONE, (*DOERS, *SYSTEM)),
        Move("fail", (S.PENDING, S.EXPECTED), S.PENDING, DOERS, ("reason",)),
        Move("skip", (S.PENDING, S.EXPECTED), S.SKIPPED, DOERS, ("reason",)),
        Move("reopen", (S.DONE, S.SKIPPED), S.PENDING, LEADERS, ("reason",)),
        Move("redo", (S.DONE, S.SKIPPED), S.PENDING, (*DOERS, *SYSTEM)),
    ],
    doors={"hear": None, "redo": None},
)
OPEN = (S.PENDING, S.EXPECTED)
