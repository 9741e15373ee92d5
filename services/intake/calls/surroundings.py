"""What the records of a batch point to in our own registers, looked up in sets: sites, categories, units, callers."""

from collections import defaultdict
from dataclasses import dataclass, replace

from services.intake.directory.models import Category, Site, Unit
from services.intake.directory.queries import UnitFinder, categories_by_code, sites_by_code
from services.intake.households.queries import find_callers
from shared.errors import BadInput

from .translating import Facts

RINGS = "SELECT EXISTS (SELECT FROM person_phones WHERE site_id = %s AND e164 = %s)"


@dataclass(frozen=True)
class Registers:
    """The short lists that every record is held against, by code."""

    sites: dict[str, Site]
    categories: dict[str, Category]


def read_registers(session) -> Registers:
    return Registers(sites_by_code(session), categories_by_code(session))


class Surroundings:
    """The registers as one integration may see them, and what was looked up for these records."""

    def __init__(self, session, site_field: str, registers: Registers):
        self.session, self.site_field = session, site_field
        self.sites, self.categories = registers.sites, registers.categories
        self._units: dict[tuple, Unit | None] = {}
        self._people: dict[tuple, object] = {}

    def site_of(self, facts: Facts) -> Site:
        """Raises BadInput when the profile leads to a site that is not this platform's."""
        site = self.sites.get(facts.site_code)
        if site is None:
            raise BadInput(
                f"The profile leads to site '{facts.site_code}', which this integration may not push to.",
                errors={self.site_field: [f"One of: {', '.join(sorted(self.sites)) or 'none'}."]},
            )
        return site

    def look_up(self, several: list[Facts]) -> None:
        """One look for all units, one for all callers of each site."""
        by_site = defaultdict(list)
        for facts in several:
            by_site[self.site_of(facts).id].append(facts)
        for site_id, those in by_site.items():
            texts = {text for facts in those for text in facts.unit_texts}
            found = UnitFinder(self.session, site_id).find_many(texts) if texts else {}
            self._units |= {(site_id, text): unit for text, unit in found.items()}
            phones = {facts.phone[0] for facts in those if facts.phone[0]}
            people = find_callers(self.session, site_id, phones) if phones else {}
            self._people |= {(site_id, phone): person for phone, person in people.items()}

    def look_up_one(self, facts: Facts) -> None:
        """The same for a single record on PostgreSQL: most callers are unknown, and seeing that costs no ORM."""
        phone, site_id = facts.phone[0], self.site_of(facts).id
        if phone and not self.session.connection().exec_driver_sql(RINGS, (site_id, phone)).scalar():
            facts = replace(facts, phone=(None, None))
        if facts.phone[0] or facts.unit_texts:
            self.look_up([facts])

    def unit_of(self, site_id, facts: Facts) -> Unit | None:
        return next((u for text in facts.unit_texts if (u := self._units.get((site_id, text)))), None)

    def person_of(self, site_id, facts: Facts):
        return self._people.get((site_id, facts.phone[0]))
