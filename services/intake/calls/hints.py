"""What would have been right: for each word of a sample that a profile does not know, the words it does know."""

from difflib import get_close_matches

from .profiles import Profile
from .said import Said
from .surroundings import Surroundings
from .words import value_key

SHOWN = 12
ONE_OF = "One of %(known)s; or add it to `%(section)s` of the profile."
FORMS = "A time in one of the forms %(forms)s; or add its form to `occurred_at`."
NO_CATEGORY = "Category %(code)s: not in our list; such records are left to the desk."


def what_is_right(profile: Profile, around: Surroundings, unknown: dict) -> str:
    """One sentence for an entry of `unclassified`: what the profile would have understood in this field."""
    name = unknown["field"]
    for section, lookup in (("kind", profile.kind), ("priority", profile.priority), ("channel", profile.channel)):
        if lookup.name and name == lookup.name:
            return Said(ONE_OF, known=near(unknown["value"], lookup.map), section=section)
    if name == " / ".join(profile.category.names):
        rows = {" / ".join(rule.when): rule for rule in profile.rules}
        return Said(ONE_OF, known=near(unknown["value"], rows), section="category")
    if name == "category":
        return Said("A code of our list: %(known)s.", known=near(unknown["value"], around.categories))
    if name in profile.occurred.names:
        return Said(FORMS, forms=", ".join(profile.formats))
    if name == " / ".join(profile.unit.names):
        return Said("A unit as our directory writes it, such as 3-2-1201; or add a pattern to `unit`.")
    part = next((part for part, held in profile.caller.items() if name in held.names), "")
    return RIGHT.get(part) or Said("A shorter text.")


RIGHT = {
    "phone": Said("A telephone number with its digits, such as 13812345521 or +86 138 1234 5521."),
    "email": Said("An address with one @, such as name@example.org."),
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
    said = [Said("Site %(code)s: not a site of this integration.", code=code) for code in sorted(sites)]
    return said + [Said(NO_CATEGORY, code=code) for code in sorted(categories)]
