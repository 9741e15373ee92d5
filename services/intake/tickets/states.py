"""The words a ticket is made of: its states, kinds, priorities and channels."""

import enum


class TicketState(enum.StrEnum):
    OPEN = "open"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    MERGED = "merged"


LIVE = (TicketState.OPEN, TicketState.DISPATCHED, TicketState.IN_PROGRESS, TicketState.WAITING, TicketState.RESOLVED)
# in the words of both databases, so that they know the index of the living again
IS_LIVE = f"state IN ({', '.join(repr(state.value) for state in LIVE)})"
IS_GOING_EMERGENCY = f"{IS_LIVE} AND priority = 'emergency'"
ENDED = (TicketState.CLOSED, TicketState.CANCELLED, TicketState.DECLINED, TicketState.MERGED)


class TicketKind(enum.StrEnum):
    """RD-4, and `unclassified` for what nobody could tell yet."""

    REPAIR_UNIT = "repair_unit"
    REPAIR_PUBLIC = "repair_public"
    COMPLAINT = "complaint"
    ENQUIRY = "enquiry"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    ENTRUSTED = "entrusted"
    EMERGENCY = "emergency"
    UNCLASSIFIED = "unclassified"


class Level(enum.StrEnum):
    """How grave a complaint is (RV-4)."""

    ORDINARY = "ordinary"
    SERIOUS = "serious"
    MAJOR = "major"


class Priority(enum.StrEnum):
    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


class Channel(enum.StrEnum):
    PHONE = "phone"
    VISIT = "visit"
    MESSAGE = "message"
    LETTER_BOX = "letter_box"
    WEB = "web"
    CALL_CENTRE = "call_centre"
    PATROL = "patrol"


def values(kind: type[enum.StrEnum]) -> list[str]:
    return [member.value for member in kind]
