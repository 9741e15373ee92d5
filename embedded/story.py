"""`python -m embedded story T-…`: a ticket's whole way through the four services, told in one breath (RF-3)."""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from .door import Door, Refused
from .local import NotRunning, door_of
from .words import EXPECTED, FACTS, HEADINGS, STATES, word_of

TICKETS = "/intake/api/v1/tickets"


def story(asked) -> int:
    """0 when told, 1 when there is no such ticket, 2 when nobody could be asked."""
    try:
        door = door_of(asked)
        found = list(door.items(TICKETS, number=asked.number))
        if not found:
            print(f"There is no ticket {asked.number}.", file=sys.stderr)
            return 1
        for ticket in found:
            print("\n".join(told(door, ticket, asked.lang)))
    except (NotRunning, Refused, OSError) as error:
        print(f"story: {error}", file=sys.stderr)
        return 2
    return 0


def told(door: Door, ticket: dict, language: str) -> list[str]:
    """The head of the ticket, a line per event, and what is still to come."""
    site = next((s for s in door.items("/intake/api/v1/sites") if s["id"] == ticket["site_id"]), {})
    zone = ZoneInfo(site.get("timezone") or "UTC")
    chronicle = door.get(f"{TICKETS}/{ticket['id']}/chronicle")
    lines = [*head(ticket, site, zone, language), ""]
    lines += [line_of(entry, zone, language) for entry in chronicle["items"]]
    expected = chronicle.get("expected") or []
    if expected:
        lines += ["", HEADINGS["expected"][language]]
        lines += [f"  {moment(e.get('due_at'), zone):<20}{word_of(EXPECTED, e['kind'], language)}" for e in expected]
    return lines


def head(ticket: dict, site: dict, zone: ZoneInfo, language: str) -> list[str]:
    place = ticket.get("place") or {}
    category = (ticket.get("category_name") or {}).get(language) or ticket.get("category") or ticket["kind"]
    where = place.get("unit_code") or place.get("text") or "–"
    state = word_of(STATES, ticket["state"], language)
    return [
        f"{ticket['number']}  {state}  {site.get(f'name_{language}') or (site.get('name') or {}).get(language, '')}",
        f"{category} · {where} · {moment(ticket['opened_at'], zone)}",
        ticket.get("description") or "",
    ]


def line_of(entry: dict, zone: ZoneInfo, language: str) -> str:
    told = word_of(FACTS, entry["kind"], language)
    who = f" · {entry['who']}" if entry.get("who") else ""
    facts = facts_of(entry.get("facts") or {})
    return f"{moment(entry['at'], zone):<20}{entry['service']:<10}{told}{who}{f' · {facts}' if facts else ''}"


def facts_of(facts: dict) -> str:
    """What is worth reading of an event's facts: no ids, lists joined."""
    shown = {name: value for name, value in facts.items() if not name.endswith("_id") and name not in ("rework_of",)}
    return ", ".join(f"{name}={text_of(value)}" for name, value in shown.items())


def text_of(value) -> str:
    if isinstance(value, list):
        return "; ".join(text_of(part) for part in value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part is not None)
    return str(value)


def moment(text: str | None, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(text).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if text else ""
