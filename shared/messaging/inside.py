"""What a parked event holds, as a person may read it: masked, its reason in words, who would answer it."""

import json
from typing import Any
from uuid import UUID

from shared.masking import mask_facts, mask_text

from . import worklist

LONGEST = 20_000  # characters of what nobody could read
NOT_YET = "What it speaks of had not arrived here."
NOT_PROMISED = "It is not what was promised."
RULE = "A rule of the house says no."
CONTRADICTS = "It contradicts what is kept here."
FAULT = "The program failed on it: correct the fault before it is tried again."
WORDS = {"NotFound": NOT_YET, "ContractBroken": NOT_PROMISED, "IntegrityError": CONTRADICTS, "StaleDataError": NOT_YET}
WORDS |= dict.fromkeys(("BadInput", "Conflict", "NotAllowed", "Stale"), RULE)


def in_words(error: str) -> str:
    """Why it lies here, in one sentence for whoever decides."""
    return WORDS.get(error.split(":", 1)[0], FAULT)


def line_of(row) -> dict[str, Any]:
    """One line of the list: no data of anybody."""
    names = ("event_id", "state", "attempts", "parked_at", "next_at", "site_id", "operator_id", "about")
    return {name: getattr(row, name) for name in names} | {
        "type": row.routing_key,
        "reason": in_words(row.error),
        "detail": worklist.reason(row.error),
        "settled_by": row.settled_by,
        "settled_reason": row.settled_reason,
    }


def look_inside(row, answers) -> dict[str, Any]:
    """The whole event, masked."""
    event = _read(row.body)
    data = event.get("data")
    return line_of(row) | {
        "announced_at": event.get("time"),
        "cause": event.get("causationid"),
        "ticket_id": _ticket(row, data if isinstance(data, dict) else {}),
        "handlers": answers.names(row.routing_key),
        "body": json.dumps(mask_facts(event), ensure_ascii=False, indent=2) if event else mask_text(row.body[:LONGEST]),
    }


def _read(body: str) -> dict:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}


def _ticket(row, data: dict) -> UUID | None:
    """The ticket whose story tells more, where the event speaks of one."""
    said = data.get("ticket_id") or (row.about if row.routing_key.startswith("intake.ticket.") else None)
    try:
        return UUID(said) if isinstance(said, str) else None
    except ValueError:
        return None
