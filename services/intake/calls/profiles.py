"""A mapping profile: how the records of one platform are read. It is data, checked whole before it is kept."""

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from .words import field_key, value_key

CALLER = ("name", "phone", "email", "language")


@dataclass(frozen=True)
class Lookup:
    """One field of the record and what its values mean here."""

    name: str = ""
    key: str = ""
    map: dict[str, str] = field(default_factory=dict)
    default: str | None = None


@dataclass(frozen=True)
class Rule:
    when: tuple[str, ...]
    category: str | None
    kind: str | None
    priority: str | None


@dataclass(frozen=True)
class Fields:
    """Several fields that together say one thing."""

    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A checked profile, ready to read records with."""

    zone: ZoneInfo
    external_id: Fields
    site: Lookup
    occurred: Fields
    formats: tuple[str, ...]
    kind: Lookup
    priority: Lookup
    channel: Lookup
    category: Fields
    rules: tuple[Rule, ...]
    unit: Fields
    patterns: tuple[re.Pattern, ...]
    public_place: Fields
    caller: dict[str, Fields]
    description: Fields
    separator: str


def read_profile(raw: dict) -> Profile:
    """Raises KeyError or the like for a profile that `check_profile` would fault."""
    category, unit = raw.get("category") or {}, raw.get("unit") or {}
    occurred, description = raw.get("occurred_at") or {}, raw.get("description") or {}
    caller = raw.get("caller") or {}
    return Profile(
        zone=ZoneInfo(raw["timezone"]),
        external_id=_fields(raw["external_id"]),
        site=_lookup(raw["site"]),
        occurred=_fields([occurred["field"]] if occurred else []),
        formats=tuple(occurred.get("formats", ("iso",))),
        kind=_lookup(raw.get("kind")),
        priority=_lookup(raw.get("priority")),
        channel=_lookup(raw.get("channel")),
        category=_fields(category.get("fields", [])),
        rules=tuple(map(_rule, category.get("map", []))),
        unit=_fields(unit.get("fields", [])),
        patterns=tuple(re.compile(pattern) for pattern in unit.get("patterns", [])),
        public_place=_fields((raw.get("public_place") or {}).get("fields", [])),
        caller={name: _fields([caller[name]]) for name in CALLER if caller.get(name)},
        description=_fields(description.get("fields", [])),
        separator=description.get("separator", " · "),
    )


def _fields(names) -> Fields:
    return Fields(tuple(names), tuple(map(field_key, names)))


def _lookup(section) -> Lookup:
    if not section:
        return Lookup()
    known = {value_key(said): meant for said, meant in section.get("map", {}).items()}
    name = section.get("field", "")
    return Lookup(name, field_key(name), known, section.get("default"))


def _rule(row) -> Rule:
    return Rule(tuple(map(value_key, row["when"])), row.get("category"), row.get("kind"), row.get("priority"))
