"""What the ticket's book needs besides its table: bodies for every door, and what dispatch says as an order goes on."""

from datetime import UTC, datetime, timedelta

LATER = (datetime.now(UTC) + timedelta(days=2)).isoformat()
BODIES = {
    "classify": {"kind": "repair_unit"},
    "take": {},
    "amend": {"description": "客厅也漏"},
    "wait": {"reason": "等客户回电", "until": LATER},
    "resume": {},
    "cancel": {"reason": "客户撤回"},
    "decline": {"explanation": "非物业范围，已说明"},
    "answer": {"answer": "明天上门"},
    "waive": {"reason": "客户出国"},
    "reopen": {"reason": "又漏了"},
    "handover-owner": {"to": "anna"},
}
TOLD = {  # action → what is announced besides the move itself (services.md §5)
    "classify": "intake.ticket.amended",
    "amend": "intake.ticket.amended",
    "cancel": "intake.ticket.cancelled",
    "decline": "intake.ticket.cancelled intake.ticket.reported",
    "waive": "intake.ticket.closed",
    "merge": "intake.ticket.merged",
    "reopen": "intake.ticket.reopened",
}
MOVED = "intake.ticket.moved"
NEXT = {  # the way of a work order, as dispatch may tell it
    None: ("created",),
    "created": ("assigned", "cancelled"),
    "assigned": ("accepted", "returned", "waiting_parts", "cancelled"),
    "accepted": ("arrived", "waiting_parts"),
    "arrived": ("completed", "waiting_parts", "returned"),
    "waiting_parts": ("accepted", "cancelled"),
    "returned": ("assigned",),
    "completed": (),
    "cancelled": (),
}
FOLLOWS = {  # where a living ticket stands by the state of its order (RW-1, RW-5)
    "assigned": "dispatched",
    "accepted": "in_progress",
    "arrived": "in_progress",
    "waiting_parts": "waiting",
    "completed": "resolved",
    "cancelled": "open",
}
ENDED = ("closed", "cancelled", "declined", "merged")
