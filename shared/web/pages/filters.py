"""How moments, money and states are said on a page: in the site's time, the reader's language, the trade's words."""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import g
from markupsafe import Markup, escape

from shared.masking import mask_name, mask_phone

from .words import _, either, language, state_words, translate

ZONE = "Asia/Shanghai"
LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
PATTERNS = {
    "zh": {"short": "M月d日 HH:mm", "long": "y年M月d日 HH:mm", "date": "y年M月d日", "time": "HH:mm"},
    "en": {"short": "d MMM HH:mm", "long": "d MMM y, HH:mm", "date": "d MMM y", "time": "HH:mm"},
}
IN_ENGLISH = {"repair_unit": "Home repair", "repair_public": "Public repair", "sms": "Text message", "email": "E-mail"}
LINE = 120
GOOD, BUSY, WAITING, BAD, CALM = "good", "busy", "waiting", "bad", "calm"
COLOURS = {
    GOOD: set("resolved closed completed verified paid allocated delivered sent satisfied done".split()),
    BUSY: {"dispatched", "in_progress", "assigned", "accepted", "arrived", "issued", "pending"},
    WAITING: {"waiting", "waiting_parts", "waiting_access", "outsourced", "part_paid", "due", "unclassified"},
    BAD: {"escalated", "overdue", "dissatisfied", "still_broken", "failed", "given_up", "returned", "dead"},
}


def zone() -> ZoneInfo:
    """The site's time zone: a page may set `g.zone`."""
    return ZoneInfo(g.get("zone") or ZONE)


def when(moment: datetime | date | None, style: str = "short") -> Markup | str:
    """`style` is "short" (22 Nov, 17:30), "long" (with the year), "time" or "date"."""
    if moment is None:
        return ""
    locale = LOCALES[language()]
    if not isinstance(moment, datetime):
        return format_date(moment, "medium", locale=locale)
    local = moment.astimezone(zone())
    said = format_datetime(local, PATTERNS[language()][style], locale=locale)
    return Markup('<time datetime="{}">{}</time>').format(moment.astimezone(UTC).isoformat(), said)


def money(amount: Decimal | str | None) -> str:
    """¥1,234.50"""
    if amount is None:
        return ""
    said = format_decimal(abs(Decimal(amount)), "#,##0.00", locale=LOCALES[language()])
    return f"{'−' if Decimal(amount) < 0 else ''}¥{said}"


def state(value) -> str:
    """A state's word as people say it; the catalogue has "In progress" for in_progress."""
    said = str(getattr(value, "value", value) or "")
    if language() == "en" and said in IN_ENGLISH:
        return IN_ENGLISH[said]
    return state_words(said.replace("_", " ").capitalize())


def event(routing_key: str) -> str:
    """What an event is called: intake.ticket.moved.v1 is "Ticket moved"; what nobody promised keeps its own name."""
    parts = routing_key.split(".")
    if len(parts) < 4:
        return _("Unreadable") if routing_key == "unreadable" else routing_key
    said = " ".join(parts[1:-1]).replace("_", " ").capitalize()
    return translate(said, language(), context="event")


def act(action: str) -> str:
    """What an act of the audit trail is called: payment.reversed is "Payment reversed"."""
    return translate(action.replace(".", " ").replace("_", " ").capitalize(), language(), context="act")


def changes(entry: dict) -> list[tuple[str, str, str]]:
    """(fact in words, before, after) of each fact that an act touched."""
    before, after = entry["before"] or {}, entry["after"] or {}
    names = dict.fromkeys((*before, *after))
    found = [(_fact(name), _short(before.get(name)), _short(after.get(name))) for name in names]
    return [one for one in found if one[1] or one[2]]


def _fact(name: str) -> str:
    return translate(name.replace("_", " ").capitalize(), language(), context="fact")


def _short(value) -> str:
    """At most a line: the whole of it stands in what programs are given."""
    if value is None or isinstance(value, bool):
        return "" if value is None else _("yes") if value else _("no")
    said = plainly(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return said if len(said) <= LINE else f"{said[:LINE]}…"


def colour(value) -> str:
    """Which of the state colours belongs to it."""
    said = str(getattr(value, "value", value) or "")
    return next((name for name, members in COLOURS.items() if said in members), CALM)


def span(seconds: float) -> str:
    """25 min, 3 h, 2 d"""
    minutes = int(abs(seconds) // 60)
    if minutes < 60:
        return _("%(count)s min", count=minutes)
    if minutes < 48 * 60:
        return _("%(count)s h", count=minutes // 60)
    return _("%(count)s d", count=minutes // (24 * 60))


def due(moment: datetime | None, now: datetime | None = None) -> Markup:
    """Says "in 25 min" or "overdue 2 h", in words and colour, with the moment itself to be read on hovering."""
    if moment is None:
        return Markup("")
    left = (moment - (now or datetime.now(UTC))).total_seconds()
    said = _("overdue %(span)s", span=span(left)) if left < 0 else _("in %(span)s", span=span(left))
    kind = BAD if left < 0 else WAITING if left < 3600 else CALM
    at = format_datetime(moment.astimezone(zone()), "y-MM-dd HH:mm", locale=LOCALES[language()])
    iso = moment.astimezone(UTC).isoformat()
    return Markup('<time class="due due-{}" datetime="{}" title="{}">{}</time>').format(kind, iso, at, said)


def lines(text: str | None) -> Markup:
    """Free text with its line breaks, escaped."""
    return Markup("<br>").join(escape(line) for line in (text or "").splitlines())


def plainly(text: str | None) -> str:
    """A reason as it was given; one that came as a code is said as the word it stands for."""
    if not text:
        return ""
    return state(text) if re.fullmatch(r"[a-z]+(_[a-z]+)*", text) else either(text)


def unit(said: str | None) -> str:
    """The unit of a quantity: the price list says "hour", the Chinese reader reads 小时."""
    return translate(said or "", language(), context="unit")


def number_to_dial(phone: str | None) -> str:
    """186 3066 1056, as it is read out; what is no number stays as it was given."""
    try:
        known = phonenumbers.parse(phone or "", "CN")
    except phonenumbers.NumberParseException:
        return phone or ""
    home = known.country_code == 86
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(known, style) if "*" not in (phone or "") else phone or ""


def place(entry) -> str:
    """The words of an entry of the navigation; another service's come with their own translation."""
    return entry.translations.get(language()) or _(entry.words)


def folded(entries) -> list[dict]:
    """Entries of a timeline by minute and actor: what one person did in one minute reads as one."""
    groups: list[dict] = []
    for entry in entries:
        minute = entry["at"].replace(second=0, microsecond=0)
        if groups and (groups[-1]["minute"], groups[-1]["who"]) == (minute, entry.get("who")):
            groups[-1]["entries"].append(entry)
        else:
            groups.append({"at": entry["at"], "minute": minute, "who": entry.get("who"), "entries": [entry]})
    return groups


ALL = {
    "place": place,
    "folded": folded,
    "when": when,
    "money": money,
    "state": state,
    "colour": colour,
    "due": due,
    "event": event,
    "act": act,
    "changes": changes,
    "lines": lines,
}
ALL |= {"phone": mask_phone, "initial": mask_name, "plainly": plainly, "dial": number_to_dial, "unit": unit}
