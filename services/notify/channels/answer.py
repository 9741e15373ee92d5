"""What goes into a channel and what comes out of it: taken, perhaps later, or never."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Result(StrEnum):
    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True)
class Outgoing:
    """One message ready to leave. `id` is the same in every attempt, so that a gateway can tell a repeat (P10)."""

    id: UUID
    to: str
    subject: str
    body: str
    language: str = "zh"


@dataclass(frozen=True)
class Answer:
    """`after` is the number of seconds the other side asked us to wait."""

    result: Result
    reason: str = ""
    after: int | None = None
    status: int | None = None


def taken(reason: str = "", status: int | None = None) -> Answer:
    return Answer(Result.TAKEN, reason, status=status)


def later(reason: str, *, after: int | None = None, status: int | None = None) -> Answer:
    return Answer(Result.LATER, reason[:500], after, status)


def never(reason: str, status: int | None = None) -> Answer:
    return Answer(Result.NEVER, reason[:500], status=status)
