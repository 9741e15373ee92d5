"""What the records of a batch point to in our own registers, looked up in sets: sites, categories, units, callers."""

from collections import defaultdict
from dataclasses import dataclass, replace

from services.intake.directory.models import Category, Site, Unit
from services.intake.directory.queries import UnitFinder, categories_by_code, sites_by_code
from services.intake.households.queries import find_callers, find_callers_shortly
from shared.errors import BadInput
from shared.storage.scope import ScopedSession

from .said import Said
from .translating import Facts


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
                errors={self.site_field: [Said("One of: %(known)s.", known=", ".join(sorted(self.sites)) or "–")]},
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

    def look_up_shortly(self, connection, principal, several: list[Facts]) -> None:
        """The same for single pushes on PostgreSQL, by one plain statement; units by the usual way if any are named."""
        sites = {facts.site_code: site.id for facts in several if (site := self.sites.get(facts.site_code))}
        phones = {facts.phone[0] for facts in several if facts.phone[0]}
        if phones and sites:
            self._people |= find_callers_shortly(connection, set(sites.values()), phones)
        placed = [replace(f, phone=(None, None)) for f in several if f.unit_texts and f.site_code in sites]
        if placed:
            self.session = ScopedSession(connection, info={"principal": principal})
            self.look_up(placed)

    def unit_of(self, site_id, facts: Facts) -> Unit | None:
        return next((u for text in facts.unit_texts if (u := self._units.get((site_id, text)))), None)

    def person_of(self, site_id, facts: Facts):
        return self._people.get((site_id, facts.phone[0]))
