"""Policy of tickets without a database: what each kind needs, when it is due, how alike two are."""

from datetime import datetime, timedelta
from difflib import SequenceMatcher

import phonenumbers

NEEDS = {
    "repair_unit": ("unit", "caller_name", "caller_phone", "category", "description"),
    "repair_public": ("place", "category", "description"),
    "complaint": ("caller_name", "caller_phone", "category", "description"),
    "enquiry": ("caller_phone", "description"),
    "suggestion": ("description",),
    "praise": ("description",),
    "entrusted": ("unit", "caller_name", "caller_phone", "description"),
    "emergency": ("place", "caller_phone", "description"),
    "unclassified": ("kind",),
}

# hours to the first answer and to the end, unless the site's settings say otherwise (RW-6)
DUE_HOURS = {"complaint": (24, 72), "emergency": (0.5, 4), "urgent": (2, 24), "normal": (8, 72)}


def missing_facts(ticket) -> list[str]:
    """What still has to be asked for this kind of ticket, in the order to ask it (RD-4)."""
    known = {
        "unit": ticket.unit_id,
        "place": ticket.unit_id or ticket.public_place,
        "caller_name": ticket.caller_name,
        "caller_phone": ticket.caller_phone or ticket.caller_phone_given,
        "category": ticket.category,
        "description": ticket.description,
        "kind": None if ticket.kind == "unclassified" else ticket.kind,
    }
    return [fact for fact in NEEDS[ticket.kind] if not known[fact]]


def due_times(kind: str, priority: str, opened_at: datetime, settings: dict | None = None) -> tuple[datetime, datetime]:
    """Until when the caller gets a first answer, and until when it has to be done (RW-6).

    A complaint has its own clock; everything else goes by priority. The site's `due_hours` override them by name.
    """
    name = "complaint" if kind == "complaint" and priority == "normal" else priority
    hours = {**DUE_HOURS, **((settings or {}).get("due_hours") or {})}[name]
    return opened_at + timedelta(hours=float(hours[0])), opened_at + timedelta(hours=float(hours[1]))


def read_phone(given: str | None, region: str = "CN") -> tuple[str | None, str | None]:
    """A number as said on the phone → (E.164 or None when it is none, last four digits or None)."""
    digits = "".join(c for c in given or "" if c.isdigit())
    tail = digits[-4:] if len(digits) >= 4 else None
    try:
        number = phonenumbers.parse(given or "", region)
    except phonenumbers.NumberParseException:
        return None, tail
    if not phonenumbers.is_valid_number(number):
        return None, tail
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), tail


def alike(one, other) -> float:
    """How likely two tickets speak of the same thing, 0 to 1: place, category, words, nearness in time."""
    same_unit = bool(one.unit_id) and one.unit_id == other.unit_id
    places = (one.public_place or "").casefold(), (other.public_place or "").casefold()
    place = 1.0 if same_unit else SequenceMatcher(None, *places).ratio() if all(places) else 0.0
    category = 1.0 if one.category and one.category == other.category else 0.0
    words = SequenceMatcher(None, one.description[:200].casefold(), other.description[:200].casefold()).ratio()
    apart = abs((one.opened_at - other.opened_at).total_seconds()) / 3600
    near = max(0.0, 1 - apart / 168)
    return round(0.4 * place + 0.3 * category + 0.2 * words + 0.1 * near, 2)
