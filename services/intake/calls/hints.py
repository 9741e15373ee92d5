"""What would have been right: for each word of a sample that a profile does not know, the words it does know."""

from difflib import get_close_matches

from .profiles import Profile
from .surroundings import Surroundings
from .words import value_key

SHOWN = 12


def what_is_right(profile: Profile, around: Surroundings, unknown: dict) -> str:
    """One sentence for an entry of `unclassified`: what the profile would have understood in this field."""
    name = unknown["field"]
    for section, lookup in (("kind", profile.kind), ("priority", profile.priority), ("channel", profile.channel)):
        if lookup.name and name == lookup.name:
            return f"One of {near(unknown['value'], lookup.map)}; or add it to `{section}` of the profile."
    if name == " / ".join(profile.category.names):
        rows = {" / ".join(rule.when): rule for rule in profile.rules}
        return f"One of {near(unknown['value'], rows)}; or add a row to `category` of the profile."
    if name == "category":
        return f"A code of our list: {near(unknown['value'], around.categories)}."
    if name in profile.occurred.names:
        return f"A time in one of the forms {', '.join(profile.formats)}; or add its form to `occurred_at`."
    if name == " / ".join(profile.unit.names):
        return "A unit as our directory writes it, such as 3-2-1201; or add a pattern to `unit`."
    return RIGHT.get(next((part for part, held in profile.caller.items() if name in held.names), ""), "A shorter text.")


RIGHT = {
    "phone": "A telephone number with its digits, such as 13812345521 or +86 138 1234 5521.",
    "email": "An address with one @, such as name@example.org.",
}


def near(value: str, known) -> str:
    """The nearest first, not all of a long list."""
    words = [str(word) for word in known]
    best = get_close_matches(value_key(value), words, n=3, cutoff=0.6)
    rest = [word for word in sorted(words) if word not in best]
    shown = [f"'{word}'" for word in [*best, *rest][:SHOWN]]
    return ", ".join(shown) + (" …" if len(words) > SHOWN else "") if shown else "none yet"


def leads_nowhere(profile: Profile, around: Surroundings) -> list[str]:
    """Sites and categories a profile leads to and this platform may not use, or we do not have."""
    sites = {*profile.site.map.values(), *filter(None, [profile.site.default])} - around.sites.keys()
    categories = {rule.category for rule in profile.rules if rule.category} - around.categories.keys()
    said = [f"Site {code}: not a site of this integration." for code in sorted(sites)]
    return said + [
        f"Category {code}: not in our list; such records are left to the desk." for code in sorted(categories)
    ]
