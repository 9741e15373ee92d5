"""One record in a platform's words → the facts of a ticket in ours. The unknown is listed, never guessed (RD-4)."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from services.intake.tickets.rules import read_phone
from shared.errors import BadInput

from .patterns import LONGEST_TEXT
from .profiles import Fields, Lookup, Profile
from .said import Said
from .words import readable, value_key

ISO = "iso"
ANY = "*"


@dataclass
class Facts:
    """What could be read of a record, and what the desk has to look at."""

    site_code: str
    kind: str | None = None
    category: str | None = None
    priority: str | None = None
    channel: str | None = None
    unit_texts: list[str] = field(default_factory=list)
    unit_said: tuple[str, str] | None = None
    public_place: str | None = None
    caller: dict = field(default_factory=dict)
    phone: tuple[str | None, str | None] = (None, None)
    description: str = ""
    occurred_at: datetime | None = None
    unclassified: list[dict] = field(default_factory=list)

    def unknown(self, name: str, value: str, why: str) -> None:
        self.unclassified.append({"field": name, "value": value[:200], "why": why})


def external_id_of(profile: Profile, said: dict) -> str:
    """`said` is the record by its normalised names. Raises BadInput when it does not say who it is."""
    name = profile.external_id.names[0]
    found = next((said[key] for key in profile.external_id.keys if said.get(key)), "")
    if not found:
        raise BadInput(f"The record has no '{name}'.", errors={name: [Said("The record's own identity is required.")]})
    if len(found) > 200 or "\n" in found:
        raise BadInput(f"'{name}' is too long.", errors={name: [Said("One line of at most 200 characters.")]})
    return found


def translate(profile: Profile, said: dict) -> Facts:
    """Raises BadInput naming the field when the site is not known and the profile has no default."""
    facts = Facts(site_code=site_of(profile.site, said))
    facts.occurred_at = read_time(profile, said, facts)
    read_category(profile, said, facts)
    kind, priority = look_up(profile.kind, said, facts, "kind"), look_up(profile.priority, said, facts, "priority")
    facts.kind, facts.priority = kind or facts.kind, priority or facts.priority
    facts.channel = look_up(profile.channel, said, facts, "channel")
    read_place(profile, said, facts)
    read_caller(profile, said, facts)
    read_description(profile, said, facts)
    return facts


def site_of(site: Lookup, said: dict) -> str:
    text = said.get(site.key, "")
    code = site.map.get(value_key(text)) or site.default
    if not code:
        name = site.name or "site"
        known = ", ".join(sorted(site.map))[:500]
        raise BadInput(
            f"'{text[:100]}' is no site the profile knows.", errors={name: [Said("One of: %(known)s.", known=known)]}
        )
    return code


def look_up(lookup: Lookup, said: dict, facts: Facts, what: str) -> str | None:
    """What the profile says a value means; an unknown word is listed, an empty one means nothing."""
    text = said.get(lookup.key, "") if lookup.key else ""
    meant = lookup.map.get(value_key(text)) if text else None
    if text and meant is None:
        facts.unknown(lookup.name, text, f"The profile knows no such {what}.")
    return meant or lookup.default


def read_category(profile: Profile, said: dict, facts: Facts) -> None:
    """The first row whose words fit; `*` fits any."""
    if not profile.rules:
        return
    texts = [said.get(key, "") for key in profile.category.keys]
    words = [value_key(text) for text in texts]
    for rule in profile.rules:
        if all(wanted in (ANY, word) for wanted, word in zip(rule.when, words, strict=True)):
            facts.category, facts.kind, facts.priority = rule.category, rule.kind, rule.priority
            return
    why = "The profile knows no such category." if any(texts) else "Empty."
    facts.unknown(" / ".join(profile.category.names), " / ".join(filter(None, texts)), why)


def read_place(profile: Profile, said: dict, facts: Facts) -> None:
    """The unit in the ways it may be looked up, the likeliest first; the public place in words."""
    text = joined(profile.unit, said, " ")
    if text:
        short = value_key(text)[:LONGEST_TEXT]
        found = next((hit for pattern in profile.patterns if (hit := pattern.search(short))), None)
        if found:
            parts = [found.groupdict().get(name) for name in ("building", "entrance", "room")]
            facts.unit_texts.append("-".join(part.strip() for part in parts if part))
        facts.unit_texts.append(text[:200])
        facts.unit_said = (" / ".join(profile.unit.names), text)
    facts.public_place = joined(profile.public_place, said, ", ")[:500] or None


def read_caller(profile: Profile, said: dict, facts: Facts) -> None:
    given = {name: joined(fields, said, " ") for name, fields in profile.caller.items()}
    name, phone, email = (given.get(part, "") for part in ("name", "phone", "email"))
    facts.caller = {"name": " ".join(name.split())[:100] or None, "phone": phone[:64] or None, "email": None}
    facts.phone = read_phone(facts.caller["phone"])
    if phone and facts.phone[0] is None:
        facts.unknown(profile.caller["phone"].names[0], phone, "Not a number that can be dialled.")
    if email and "@" in email.strip("@") and len(email) <= 254 and not any(c.isspace() for c in email):
        facts.caller["email"] = email
    elif email:
        facts.unknown(profile.caller["email"].names[0], email, "Not an e-mail address.")
    facts.caller["language"] = {"en": "en"}.get(given.get("language", "").casefold()[:2], "zh")


def read_description(profile: Profile, said: dict, facts: Facts) -> None:
    text = joined(profile.description, said, profile.separator)
    if len(text) > 2000:
        facts.unknown(profile.description.names[0], text, "Longer than 2,000 characters; the push keeps all of it.")
    facts.description = text[:2000]


def joined(fields: Fields, said: dict, separator: str) -> str:
    return separator.join(text for key in fields.keys if (text := said.get(key)))


def read_time(profile: Profile, said: dict, facts: Facts) -> datetime | None:
    """A time without a zone is read in the profile's; one that cannot be read is listed."""
    text = joined(profile.occurred, said, " ")
    if not text:
        return None
    for form in profile.formats:
        moment = parsed(text, form)
        if moment is not None:
            moment = moment if moment.tzinfo else moment.replace(tzinfo=profile.zone)
            try:
                if 1900 <= moment.year <= 9000:
                    return moment.astimezone(UTC)
            except (OverflowError, ValueError):
                pass
    facts.unknown(profile.occurred.names[0], text, f"Not a time in one of the forms {', '.join(profile.formats)}.")
    return None


def parsed(text: str, form: str) -> datetime | None:
    text = readable(text)[:64]
    try:
        if form == ISO:
            return datetime.fromisoformat(text)
        return datetime.strptime(text, form)  # noqa: DTZ007  the caller puts the profile's zone on it
    except (ValueError, re.error):
        return None
