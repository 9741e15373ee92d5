"""A profile as a sheet of fields that people fill in, one thing a line; and back (RD-4)."""

from .profiles import CALLER, read_profile
from .said import Said

APART = "select"  # what of an export is meant for us; no part of the reading, kept as it is
LOOKUPS = ("kind", "priority", "channel")
NO_MEANING = "Line %(line)s: write what they say = what it means here."
NO_ROW = "Line %(line)s: write word | word = category; kind; priority."


def sheet_of(profile: dict) -> dict[str, str] | None:
    """None for a profile that lines cannot say, such as one with `|` in a word: it is edited as JSON."""
    get = lambda section: profile.get(section) or {}  # noqa: E731
    sheet = {name: profile.get(name) or "" for name in ("name", "source", "timezone")}
    sheet["external_id"] = "\n".join(profile.get("external_id") or ())
    for name in ("site", *LOOKUPS):
        sheet[f"{name}_field"], sheet[f"{name}_default"] = get(name).get("field", ""), get(name).get("default") or ""
        sheet[f"{name}_map"] = "\n".join(f"{said} = {meant}" for said, meant in get(name).get("map", {}).items())
    sheet["occurred_field"] = get("occurred_at").get("field", "")
    sheet["occurred_formats"] = "\n".join(get("occurred_at").get("formats", ()))
    for name in ("category", "unit", "public_place", "description"):
        sheet[f"{name}_fields"] = "\n".join(get(name).get("fields", ()))
    sheet["category_map"] = "\n".join(line_of(row) for row in get("category").get("map", ()))
    sheet["unit_patterns"] = "\n".join(get("unit").get("patterns", ()))
    sheet["separator"] = get("description").get("separator", "")
    sheet |= {f"caller_{name}": get("caller").get(name, "") for name in CALLER}
    return sheet if says_the_same(profile, sheet) else None


def line_of(row: dict) -> str:
    meant = [row.get("category") or "", row.get("kind") or "", row.get("priority") or ""]
    return f"{' | '.join(row['when'])} = {'; '.join(meant).rstrip('; ')}"


def says_the_same(profile: dict, sheet: dict[str, str]) -> bool:
    again, faults = profile_of(sheet)
    try:
        return (
            not faults
            and read_profile(again) == read_profile(profile)
            and not {n for n, said in profile.items() if said} - again.keys() - {APART}
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def profile_of(sheet: dict[str, str]) -> tuple[dict, dict[str, list[str]]]:
    """The profile a filled-in sheet says, and what of it could not be read, by section."""
    said = {name: str(value) for name, value in sheet.items()}
    faults: dict[str, list[str]] = {}
    profile: dict = {name: said[name].strip() for name in ("name", "source", "timezone") if said.get(name, "").strip()}
    profile["external_id"] = lines(said.get("external_id"))
    for name in ("site", *LOOKUPS):
        meanings = read_map(said.get(f"{name}_map"), faults, name)
        parts = {"field": said.get(f"{name}_field", "").strip(), "map": meanings}
        parts["default"] = said.get(f"{name}_default", "").strip()
        profile[name] = {part: value for part, value in parts.items() if value}
        if parts["field"]:
            profile[name].setdefault("map", {})
    if said.get("occurred_field", "").strip():
        formats = lines(said.get("occurred_formats")) or ["iso"]
        profile["occurred_at"] = {"field": said["occurred_field"].strip(), "formats": formats}
    for name in ("category", "unit", "public_place", "description"):
        if lines(said.get(f"{name}_fields")):
            profile[name] = {"fields": lines(said.get(f"{name}_fields"))}
    put_details(profile, said, faults)
    profile["caller"] = {
        name: said[f"caller_{name}"].strip() for name in CALLER if said.get(f"caller_{name}", "").strip()
    }
    return {name: section for name, section in profile.items() if section}, faults


def put_details(profile: dict, said: dict[str, str], faults: dict) -> None:
    if "category" in profile or said.get("category_map", "").strip():
        profile.setdefault("category", {})["map"] = read_rows(said.get("category_map"), faults)
    if lines(said.get("unit_patterns")):
        profile.setdefault("unit", {})["patterns"] = lines(said.get("unit_patterns"))
    if "description" in profile and said.get("separator"):
        profile["description"]["separator"] = said["separator"]


def lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def read_map(text: str | None, faults: dict, section: str) -> dict[str, str]:
    meanings = {}
    for at, line in enumerate(lines(text), start=1):
        word, found, meant = line.rpartition("=")
        if not found or not word.strip() or not meant.strip():
            faults.setdefault(section, []).append(Said(NO_MEANING, line=at))
            continue
        meanings[word.strip()] = meant.strip()
    return meanings


def read_rows(text: str | None, faults: dict) -> list[dict]:
    rows = []
    for at, line in enumerate(lines(text), start=1):
        words, found, meant = line.rpartition("=")
        parts = [part.strip() for part in meant.split(";")]
        if not found or not parts[0] or len(parts) > 3:
            faults.setdefault("category", []).append(Said(NO_ROW, line=at))
            continue
        named = dict(zip(("category", "kind", "priority"), parts, strict=False))
        rows.append({"when": [word.strip() for word in words.split("|")]} | {n: v for n, v in named.items() if v})
    return rows
