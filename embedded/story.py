"""`python -m embedded story T-…`: a ticket's whole way through the four services, told in one breath (RF-3)."""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from .door import Door, Refused
from .local import NotRunning, door_of
from .words import EVENTS, EXPECTED, FACTS, HEADINGS, SERVICES, STATES, VALUES, word_of

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
    said = word_of(EVENTS, entry["kind"], language)
    facts = facts_of(entry, language)
    parts = [said, *([entry["who"]] if entry.get("who") else []), *facts]
    return f"{moment(entry['at'], zone):<20}{word_of(SERVICES, entry['service'], language):<10}{' · '.join(parts)}"


def facts_of(entry: dict, language: str) -> list[str]:
    """What is worth reading of an event's facts, in the order of the words; ids and repetitions stay out."""
    facts = entry.get("facts") or {}
    shown = []
    for name, (zh, en) in FACTS.items():
        value = text_of(facts.get(name), language)
        if value and value != entry.get("who"):
            label = zh if language == "zh" else en
            shown.append(label.replace("…", value))
    return shown


def text_of(value, language: str) -> str:
    """One line; what was written in both languages as "中文 / English" is shown in the one asked for."""
    if isinstance(value, list):
        return "; ".join(text_of(part, language) for part in value)
    text = "" if value is None or isinstance(value, bool) else str(value)
    zh, both, en = text.partition(" / ")
    if both and not zh.isascii() and en.isascii():
        return zh if language == "zh" else en
    return word_of(VALUES, text, language)


def moment(text: str | None, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(text).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if text else ""
