"""Mapping profiles as data: the ones that come with the house, and which of them fits an export."""

import json
import re
import unicodedata
from pathlib import Path

PROFILES = Path(__file__).parent.parent / "profiles"


class NoProfileFits(Exception):
    """No profile knows the export's columns; the message lists them."""


def plain(name: str) -> str:
    """A column's name as it is compared: "Unique Key", "unique_key" and "ＵＮＩＱＵＥ ＫＥＹ" are the same."""
    return re.sub(r"\W+", "_", unicodedata.normalize("NFKC", str(name)).casefold()).strip("_")


def plain_value(value) -> str:
    return " ".join(unicodedata.normalize("NFKC", str("" if value is None else value)).casefold().split())


def load_profile(path: Path) -> dict:
    return json.loads(Path(path).read_text(encoding="utf-8-sig"))


def own_profiles() -> list[dict]:
    return [load_profile(path) for path in sorted(PROFILES.glob("*.json"))]


def fields_of(profile: dict) -> set[str]:
    """Every source column a profile speaks of, as compared."""
    names = list(profile.get("external_id", ())) + [name for name in profile.get("caller", {}).values() if name]
    for part in profile.values():
        if isinstance(part, dict):
            names += part.get("fields", ()) or ()
            names += [part["field"]] if "field" in part else []
    return {plain(name) for name in names}


def columns_of(records: list[dict]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record))


def choose_profile(records: list[dict], profiles: list[dict]) -> dict:
    """The profile that finds its identifier and most of its columns in the export. Raises NoProfileFits."""
    columns = {plain(name) for name in columns_of(records)}
    fitting = []
    for profile in profiles:
        wanted = fields_of(profile)
        share = len(wanted & columns) / max(1, len(wanted))
        if share >= 0.5 and any(plain(name) in columns for name in profile["external_id"]):
            fitting.append((share, profile["name"], profile))
    if not fitting:
        known = ", ".join(profile["name"] for profile in profiles)
        raise NoProfileFits(
            f"No profile fits (known: {known}). Columns found: {', '.join(columns_of(records))}. "
            "Write a profile for them and name it with --profile FILE."
        )
    return max(fitting, key=lambda found: found[:2])[2]


def chosen_records(records: list[dict], profile: dict, *, everything: bool) -> list[dict]:
    """The records a profile takes by default (`select`), or all of them."""
    select = profile.get("select")
    if everything or not select:
        return records
    wanted = {plain_value(value) for value in select["in"]}
    return [record for record in records if plain_value(value_of(record, select["field"])) in wanted]


def value_of(record: dict, field: str):
    """The value of a column, however the export spells the column's name."""
    return next((value for name, value in record.items() if plain(name) == plain(field)), None)


def external_id_of(record: dict, profile: dict) -> str | None:
    for field in profile["external_id"]:
        value = str(value_of(record, field) or "").strip()
        if value:
            return value
    return None
