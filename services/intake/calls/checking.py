"""Every fault of a mapping profile, named by its section, before the profile is kept."""

import json
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.intake.tickets.states import Channel, Priority, TicketKind, values

from .patterns import fault_of_pattern
from .profiles import CALLER
from .said import Said

SECTIONS = {
    "name", "source", "timezone", "external_id", "select", "site", "occurred_at", "kind", "category", "priority",
    "channel", "unit", "public_place", "caller", "description",
}  # fmt: skip
KNOWN = {"kind": TicketKind, "priority": Priority, "channel": Channel}
MOST = 5000
LEADS = "'%(said)s' leads to '%(meant)s'; known are %(known)s."
OF_ROW = "Row %(line)s: '%(said)s' is no %(what)s; known are %(known)s."


def check_profile(raw) -> dict[str, list[str]]:
    """Every fault of a profile by where it is; empty when there is none."""
    if not writable(raw):
        return {"profile": [Said("A text in it cannot be written down: half a character.")]}
    if not isinstance(raw, dict):
        return {"profile": [Said("An object is expected.")]}
    faults: dict[str, list[str]] = {
        name: [Said("There is no such section. Known: %(known)s.", known=", ".join(sorted(SECTIONS)))]
        for name in raw.keys() - SECTIONS
    }
    for name, check in CHECKS.items():
        said = list(check(raw.get(name), raw))
        if said:
            faults[name] = said
    return faults


def writable(said) -> bool:
    """Half a surrogate pair is JSON, but no text."""
    try:
        return bool(json.dumps(said, ensure_ascii=False).encode())
    except UnicodeEncodeError:
        return False


def _check_timezone(zone, _raw):
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        yield Said("A time zone such as Asia/Shanghai is required.")


def _check_external_id(names, _raw):
    if not _names(names):
        yield Said("A list with the name of the field that identifies a record is required.")


def _check_site(section, _raw):
    if not isinstance(section, dict):
        yield Said('Required: {"field": …, "map": {…}, "default": …} leading to codes of our sites.')
        return
    if not section.get("default") and not (section.get("field") and section.get("map")):
        yield Said("Either a default, or a field and a map, is required.")
    yield from _check_map(section, None)


def _check_lookup(name):
    def check(section, _raw):
        if section is None:
            return
        if not isinstance(section, dict) or not isinstance(section.get("field"), str):
            yield Said('An object with "field" and "map" is expected.')
            return
        yield from _check_map(section, values(KNOWN[name]))

    return check


def _check_map(section, known):
    meanings = section.get("map", {})
    if not isinstance(meanings, dict) or len(meanings) > MOST:
        yield Said("`map` is an object of at most %(most)s spellings.", most=MOST)
        return
    for said, meant in meanings.items():
        if not isinstance(meant, str) or (known and meant not in known):
            yield Said(LEADS, said=said, meant=meant, known=", ".join(known or ["codes of our sites"]))


def _check_occurred(section, _raw):
    if section is None:
        return
    if not isinstance(section, dict) or not isinstance(section.get("field"), str):
        yield Said('An object with "field" and "formats" is expected.')
    elif not _names(section.get("formats", ["iso"])):
        yield Said('`formats` is a list such as ["%Y-%m-%d %H:%M:%S", "iso"].')


def _check_category(section, _raw):
    if section is None:
        return
    if not isinstance(section, dict) or not _names(section.get("fields")) or not isinstance(section.get("map"), list):
        yield Said('An object with "fields" and a list "map" is expected.')
        return
    if len(section["map"]) > MOST:
        yield Said("At most %(most)s rows.", most=MOST)
    for line, row in enumerate(section["map"], start=1):
        yield from _faults_of_row(line, row, len(section["fields"]))


def _faults_of_row(line: int, row, width: int):
    if not isinstance(row, dict) or not _names(row.get("when")) or len(row["when"]) != width:
        yield Said('Row %(line)s: "when" needs %(width)s value(s), "*" for any.', line=line, width=width)
        return
    if not isinstance(row.get("category"), str):
        yield Said('Row %(line)s: "category" is the code of one of our categories.', line=line)
    for name in ("kind", "priority"):
        if row.get(name) is not None and row[name] not in values(KNOWN[name]):
            yield Said(OF_ROW, line=line, said=row[name], what=name, known=", ".join(values(KNOWN[name])))


def _check_unit(section, _raw):
    if section is None:
        return
    if not isinstance(section, dict) or not _names(section.get("fields")):
        yield Said('An object with "fields" and perhaps "patterns" is expected.')
        return
    patterns = section.get("patterns", [])
    if not isinstance(patterns, list) or len(patterns) > 20:
        yield Said("`patterns` is a list of at most 20.")
        return
    for pattern in patterns:
        fault = fault_of_pattern(pattern)
        if fault:
            yield Said("%(pattern)s: %(fault)s", pattern=pattern, fault=fault)


def _check_fields(section, _raw):
    if section is not None and (not isinstance(section, dict) or not _names(section.get("fields"))):
        yield Said('An object with a list "fields" is expected.')


def _check_caller(section, _raw):
    for name, said in (section or {}).items() if isinstance(section or {}, dict) else [("caller", None)]:
        if name not in CALLER or not isinstance(said, str):
            yield Said("%(name)s: the names of fields for %(known)s are expected.", name=name, known=", ".join(CALLER))


def _names(said) -> bool:
    return isinstance(said, list) and 0 < len(said) <= 20 and all(isinstance(n, str) and n for n in said)


CHECKS = {
    "timezone": _check_timezone,
    "external_id": _check_external_id,
    "site": _check_site,
    "occurred_at": _check_occurred,
    "kind": _check_lookup("kind"),
    "priority": _check_lookup("priority"),
    "channel": _check_lookup("channel"),
    "category": _check_category,
    "unit": _check_unit,
    "public_place": _check_fields,
    "caller": _check_caller,
    "description": _check_fields,
}
