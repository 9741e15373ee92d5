"""What dispatch and notify tell about a ticket, as the tests need it: facts of their events with believable values."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from shared.contracts import dispatch, notify

FIRST = UUID("01900000-0000-7000-8000-00000000a001")
REWORK = UUID("01900000-0000-7000-8000-00000000a002")
TOLD_AT = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)
CONTRACTS = {
    "created": dispatch.WorkOrderCreated,
    "assigned": dispatch.WorkOrderAssigned,
    "accepted": dispatch.WorkOrderAccepted,
    "arrived": dispatch.WorkOrderArrived,
    "waiting_parts": dispatch.WorkOrderSuspended,
    "returned": dispatch.WorkOrderSuspended,
    "completed": dispatch.WorkOrderCompleted,
    "verified": dispatch.WorkOrderVerified,
    "reworked": dispatch.WorkOrderReworked,
    "cancelled": dispatch.WorkOrderCancelled,
    "escalated": dispatch.OrderEscalated,
}
WAY = ("created", "assigned", "accepted", "arrived", "completed")
MORE = {
    "created": {"trade": "plumber"},
    "assigned": {"reasons": ["on shift", "fewest orders"], "automatic": True},
    "waiting_parts": {"reason": "A valve is ordered.", "next_at": TOLD_AT + timedelta(days=1)},
    "returned": {"reason": "Not my trade."},
    "completed": {"place": {"text": "3-2-1201"}, "lines": [], "amount": "0.00"},
    "verified": {"passed": True, "cause_id": uuid4()},
    "reworked": {"cause_id": uuid4(), "reason": "Still leaking."},
    "escalated": {"reason": "Nobody eligible."},
}
TECHNICIAN = {"staff_id": uuid4(), "code": "S002", "name": "罗志勇", "login": "shui.d02"}


def order_event(ticket: dict, step: str, *, version: int, order=FIRST, kind="first", minutes: int = 0, **more):
    """(contract, facts) of one word about a work order; `more` overrides."""
    facts = {
        "about": order,
        "work_order_id": order,
        "number": "W-2026-000001" if kind == "first" else "W-2026-000002",
        "version": version,
        "ticket_id": ticket["id"],
        "ticket_number": ticket["number"],
        "kind": kind,
        "ticket_kind": ticket["kind"],
        "priority": ticket["priority"],
        "state": "assigned" if step == "reworked" else step,
        "at": TOLD_AT + timedelta(minutes=minutes),
        "rework_of": FIRST if kind == "rework" else None,
        "technician": None if step == "created" else TECHNICIAN,
        "by_name": "罗志勇",
    }
    return CONTRACTS[step], {**facts, **MORE.get(step, {}), **more}


def visit_event(ticket: dict, outcome: str, *, order=FIRST, visit_id=None):
    facts = {
        "about": ticket["id"],
        "return_visit_id": visit_id or uuid4(),
        "ticket_id": ticket["id"],
        "work_order_id": order,
        "attempts": 1,
        "at": TOLD_AT + timedelta(days=1),
        "by_name": "石慧敏",
        "note": None,
        "outcome": outcome,
        "score": 5 if outcome == "satisfied" else 2,
    }
    return notify.ReturnVisitCompleted, facts
