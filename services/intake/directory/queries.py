"""Reading the register of places, in sets: no look-up per row."""

from collections import defaultdict
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from shared.errors import BadInput, found

from .editions import day_of_operator, in_force
from .models import Building, Category, Department, Site, Unit, UnitName
from .rules import LOOSE, loose_key, unit_key

CHUNK = 500


def find_site(session, site_id: UUID) -> Site:
    return found(session.scalar(select(Site).where(Site.id == site_id)), "site")


def site_names(session) -> list[dict[str, str]]:
    """The names of the sites this person works at."""
    return [{"zh": zh, "en": en} for zh, en in session.execute(select(Site.name_zh, Site.name_en).order_by(Site.code))]


def find_unit_by_id(session, unit_id: UUID) -> Unit:
    return found(session.scalar(select(Unit).where(Unit.id == unit_id)), "unit")


def find_category(session, code: str, day: date | None = None) -> Category | None:
    """The edition that holds on the day, today unless said."""
    return categories_by_code(session, day, code=code).get(code)


def categories_by_code(session, day: date | None = None, *, code: str | None = None) -> dict[str, Category]:
    """What the operator sorts by on that day; a handful of dozens, so a batch reads them once."""
    chosen = select(Category).order_by(Category.code, Category.edition)
    if code is not None:
        chosen = chosen.where(Category.code == code)
    return in_force(session.scalars(chosen), day or day_of_operator(session, datetime.now(UTC)))


def sites_by_code(session) -> dict[str, Site]:
    return {site.code: site for site in session.scalars(select(Site))}


def sites_by_id(session) -> dict[UUID, Site]:
    return {site.id: site for site in session.scalars(select(Site))}


def matching(statement, asked: dict, model, *names: str):
    """`statement` with an equality for each of `names` that was asked for."""
    for name in names:
        if asked.get(name) is not None:
            statement = statement.where(getattr(model, name) == asked[name])
    return statement


def in_states(statement, asked: dict, model):
    """`statement` for the state, or the states separated by commas, that were asked for. Raises BadInput."""
    return statement.where(model.state.in_(states_in(asked["state"], model))) if asked.get("state") else statement


def states_in(said: str, model) -> list:
    known = {str(state): state for state in model.state.type.enum_class}
    words = [word.strip() for word in said.split(",") if word.strip()]
    if not words or set(words) - set(known):
        raise BadInput("There is no such state.", errors={"state": [f"Some of: {', '.join(known)}."]})
    return [known[word] for word in words]


def sites(asked: dict):
    return matching(select(Site), asked, Site, "code")


def departments(site_id: UUID):
    return select(Department).where(Department.site_id == site_id)


def buildings(asked: dict):
    return matching(select(Building), asked, Building, "site_id", "code")


def units(asked: dict):
    statement = matching(select(Unit), asked, Unit, "site_id", "building_id", "code", "use", "floor", "active")
    if asked.get("text"):
        named = select(UnitName.unit_id).where(UnitName.key.contains(unit_key(asked["text"]), autoescape=True))
        statement = statement.where(Unit.id.in_(named))
    return statement


def categories(asked: dict):
    statement = matching(select(Category), asked, Category, "code", "place", "object", "problem", "kind", "trade")
    if asked.get("valid_on"):
        day = asked["valid_on"]
        statement = statement.where(or_(Category.valid_from.is_(None), Category.valid_from <= day))
        statement = statement.where(or_(Category.valid_to.is_(None), Category.valid_to >= day))
    return statement


class UnitFinder:
    """Finds units of one site by however they were written. Made once per batch; what it found it remembers.

    It never guesses: a text that names no active unit, or several, finds None.
    """

    def __init__(self, session, site_id: UUID):
        self.session, self.site_id = session, site_id
        site = session.scalar(select(Site).where(Site.id == site_id))
        names = (site.name_zh, site.name_en, site.code) if site else ()
        self._own_names = sorted({key for name in names if len(key := unit_key(name)) > 1}, key=len, reverse=True)
        self._hits: dict[str, list[tuple[int, Unit]]] = {}

    def find(self, text: str | None) -> Unit | None:
        return self.find_many([text]).get(text) if text else None

    def find_many(self, texts) -> dict[str, Unit | None]:
        """Every text of `texts` with its unit or None, by one statement per 500 new forms."""
        forms = {text: self._forms(text) for text in texts if text}
        self._look_up({form for several in forms.values() for form in several} - self._hits.keys())
        return {text: self._decide(several) for text, several in forms.items()}

    def _forms(self, text: str) -> list[str]:
        """The text's form, and the one without the site's own name in front: 翠湖花园3栋2单元1201."""
        key = unit_key(text)
        without = (key.removeprefix(name).lstrip("-") for name in self._own_names if key.startswith(name))
        return [form for form in (key, *without) if form]

    def _decide(self, forms: list[str]) -> Unit | None:
        return next((_the_one(self._hits[form]) for form in forms if self._hits[form]), None)

    def _look_up(self, forms: set[str]) -> None:
        named = self._named(forms | {loose_key(form) for form in forms})
        for form in forms:
            loose = [(LOOSE, unit) for _, unit in named.get(loose_key(form), ())]
            self._hits[form] = named.get(form) or loose

    def _named(self, keys: set[str]) -> dict[str, list[tuple[int, Unit]]]:
        named, wanted = defaultdict(list), sorted(keys)
        for start in range(0, len(wanted), CHUNK):
            statement = select(UnitName.key, UnitName.rank, Unit).join(Unit, Unit.id == UnitName.unit_id)
            statement = statement.where(UnitName.site_id == self.site_id, Unit.active)
            for key, rank, unit in self.session.execute(
                statement.where(UnitName.key.in_(wanted[start : start + CHUNK]))
            ):
                named[key].append((rank, unit))
        return named


def _the_one(hits: list[tuple[int, Unit]]) -> Unit | None:
    """The unit of the best rank, if it is alone there."""
    best = min(rank for rank, _ in hits)
    chosen = {unit.id: unit for rank, unit in hits if rank == best}
    return next(iter(chosen.values())) if len(chosen) == 1 else None


def find_unit(session, site_id: UUID, text: str | None) -> Unit | None:
    """One text; for many, make one UnitFinder."""
    return UnitFinder(session, site_id).find(text)
