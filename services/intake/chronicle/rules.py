"""What a ticket still waits for, and until when (RV-1, RW-6)."""

from datetime import timedelta

VISIT_DAYS = {"safety": 2, "leak": 3, "other": 7}


def expected_next(ticket, completed_at, settings: dict | None = None) -> list[dict]:
    """The steps still to come with their due times, nearest first; nothing for an ended ticket.

    `completed_at` is when the work of this round was reported done, None before. Days until the return visit come from
    the site's settings (RV-1: safety equipment 2, leaks 3, else 7).
    """
    if ticket.ended:
        return []
    if ticket.kind == "unclassified":
        return [{"kind": "classification", "due_at": ticket.answer_due_at}]
    if ticket.state == "resolved":
        if ticket.kind == "repair_public":
            return [{"kind": "inspection", "due_at": ticket.due_at}]
        days = {**VISIT_DAYS, **((settings or {}).get("return_visit_days") or {})}
        due = completed_at + timedelta(days=days.get(ticket.follow_up, days["other"])) if completed_at else None
        return [{"kind": "return_visit", "due_at": due}]
    steps = [{"kind": "completion", "due_at": ticket.due_at}]
    if ticket.state == "waiting":
        return [{"kind": "resumption", "due_at": ticket.waiting_until}, *steps]
    return [{"kind": "answer", "due_at": ticket.answer_due_at}, *steps] if ticket.state == "open" else steps
