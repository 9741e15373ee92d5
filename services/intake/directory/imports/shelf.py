"""What is already registered of what an import speaks of, read once, beside what this import would add or change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from services.intake.directory.models import Building, Category, Department, Site, Unit
from shared.ids import new_id

WRITERS = ("admin", "manager", "head_office")
CHUNK = 500


@dataclass
class Line:
    """The answer to one row."""

    sheet: str
    row: int
    status: str
    errors: dict[str, list[str]] = field(default_factory=dict)


class Refused(Exception):
    """A row that cannot be taken, with the column and what would be right."""

    def __init__(self, column: str, right: str):
        super().__init__(right)
        self.errors = {column: [right]}


class Shelf:
    """`new` and `changes` are only carried out when the whole import may be.

    `units` are the codes that the import speaks of: of a site's ten thousand units only those are looked up.
    """

    def __init__(self, work, units: Iterable[str] = ()):
        self.work = work
        self.session, self.principal = work.session, work.principal
        self.spoken_of = sorted(set(units))
        self.sites = {site.code: site for site in self.session.scalars(select(Site))}
        self.new: list = []
        self.changes: list[tuple[object, dict]] = []
        self.seen: dict[tuple, int] = {}
        self._read: dict[tuple, dict] = {}

    def site(self, code: str) -> Site:
        site = self.sites.get(code)
        if site is None or not self.principal.may(site.id, *WRITERS):
            raise Refused("site", f"There is no site {code} that you may change; give it on the sheet sites first.")
        return site

    def keep(self, place: tuple, read) -> dict:
        """What `read()` gave the first time."""
        if place not in self._read:
            self._read[place] = read()
        return self._read[place]

    def on_site(self, model, site_id: UUID) -> dict:
        """Everything of one kind on a site, by code; one statement per kind and site."""
        return self.keep((model, site_id), lambda: {thing.code: thing for thing in self._all_on(model, site_id)})

    def _all_on(self, model, site_id: UUID):
        return self.session.scalars(select(model).where(model.site_id == site_id))

    def units(self, site_id: UUID) -> dict[str, Unit]:
        """Those of the site that the import speaks of, by code."""
        return self.keep((Unit, site_id), lambda: {unit.code: unit for unit in self._spoken_of(site_id)})

    def _spoken_of(self, site_id: UUID):
        return self.among(select(Unit).where(Unit.site_id == site_id), Unit.code, self.spoken_of)

    def among(self, statement, column, wanted) -> Iterator:
        """What `statement` finds with `column` among `wanted`, some hundreds at a time."""
        wanted = list(wanted)
        for start in range(0, len(wanted), CHUNK):
            yield from self.session.scalars(statement.where(column.in_(wanted[start : start + CHUNK])))

    def departments(self, site_id: UUID) -> dict[str, Department]:
        return self.on_site(Department, site_id)

    def building(self, site: Site, code: str) -> Building:
        building = self.on_site(Building, site.id).get(code)
        if building is None:
            raise Refused(
                "building", f"There is no building {code} on site {site.code}; give it on the sheet buildings."
            )
        return building

    def unit(self, site: Site, code: str) -> Unit:
        unit = self.units(site.id).get(code)
        if unit is None:
            raise Refused("unit", f"There is no unit {code} on site {site.code}; give it on the sheet units.")
        return unit

    def categories(self) -> dict[str, list[Category]]:
        """Every edition of every category, by code."""
        return self.keep((Category,), self._editions)

    def _editions(self) -> dict[str, list[Category]]:
        editions: dict[str, list[Category]] = {}
        for category in self.session.scalars(select(Category).order_by(Category.edition)):
            editions.setdefault(category.code, []).append(category)
        return editions

    def once(self, sheet: str, key: tuple, number: int) -> None:
        """Refuse the second row that speaks of the same thing."""
        before = self.seen.setdefault((sheet, *key), number)
        if before != number:
            raise Refused("code" if sheet != "households" else "name", f"Row {before} already says this; one row each.")

    def put(self, model, known: dict, key, wanted: dict, defaults: dict) -> str:
        """Note that `known[key]` should be as `wanted`; `defaults` complete a new one."""
        thing = known.get(key)
        if thing is None:
            values = {"operator_id": self.principal.operator_id, "id": new_id(), **defaults, **wanted}
            known[key] = thing = model(**values)
            self.new.append(thing)
            return "created"
        differing = {name: value for name, value in wanted.items() if getattr(thing, name) != value}
        if differing:
            self.changes.append((thing, differing))
        return "updated" if differing else "unchanged"
