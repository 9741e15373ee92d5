"""Row by row, what an import would do to the register of places; nothing is written here."""

from collections.abc import Callable

from marshmallow import ValidationError

from services.intake.directory.editions import NotThatDay, day_of_operator, plan_edition
from services.intake.directory.models import Building, Category, Department, Site, Unit
from services.intake.directory.site_settings import complete
from services.intake.households.planning import plan_person
from shared.ids import new_id

from .book import Book, Row
from .shapes import SHEETS
from .shelf import Line, Refused, Shelf

OVER_ALL_SITES = ("admin", "head_office")


def plan_book(shelf: Shelf, book: Book) -> list[Line]:
    """The answer to every row, sheet by sheet in the order in which they need one another."""
    return [plan_row(shelf, row) for sheet in SHEETS for row in book.get(sheet, ())]


def plan_row(shelf: Shelf, row: Row) -> Line:
    try:
        facts = SHEETS[row.sheet].load(row.values)
        return Line(row.sheet, row.number, PLANS[row.sheet](shelf, facts, row.number))
    except ValidationError as error:
        return Line(row.sheet, row.number, "refused", _flat(error.messages))
    except Refused as refused:
        return Line(row.sheet, row.number, "refused", refused.errors)


def _flat(messages: dict, before: str = "") -> dict[str, list[str]]:
    """Nested messages with dotted names: settings.quiet_hours.from."""
    flat: dict[str, list[str]] = {}
    for name, said in messages.items():
        path = f"{before}{name}"
        flat |= _flat(said, f"{path}.") if isinstance(said, dict) else {path: [str(text) for text in said]}
    return flat


def plan_site(shelf: Shelf, facts: dict, number: int) -> str:
    shelf.once("sites", (facts["code"],), number)
    before = shelf.sites.get(facts["code"])
    if before is None and not shelf.principal.may(None, *OVER_ALL_SITES):
        raise Refused("code", "Only somebody with a role at every site may add a site.")
    if before is not None:
        shelf.site(facts["code"])
    if before is None or "settings" in facts:
        facts["settings"] = _settings(facts.get("settings", {}), before)
    site_id = before.id if before else new_id()
    defaults = {"id": site_id, "site_id": site_id, "timezone": "Asia/Shanghai", "currency": "CNY"}
    return shelf.put(Site, shelf.sites, facts["code"], facts, defaults)


def _settings(given: dict, before: Site | None) -> dict:
    try:
        return complete(given, before.settings if before else None)
    except ValidationError as error:
        raise ValidationError({"settings": error.messages}) from None


def plan_department(shelf: Shelf, facts: dict, number: int) -> str:
    site = shelf.site(facts.pop("site"))
    shelf.once("departments", (site.id, facts["code"]), number)
    return shelf.put(Department, shelf.departments(site.id), facts["code"], facts, {"site_id": site.id})


def plan_building(shelf: Shelf, facts: dict, number: int) -> str:
    site = shelf.site(facts.pop("site"))
    code = facts["code"]
    shelf.once("buildings", (site.id, code), number)
    named = {"name_zh": f"{code}栋", "name_en": f"Building {code}"}
    return shelf.put(
        Building, shelf.on_site(Building, site.id), code, facts, named | {"site_id": site.id, "aliases": []}
    )


def plan_unit(shelf: Shelf, facts: dict, number: int) -> str:
    site = shelf.site(facts.pop("site"))
    facts["building_id"] = shelf.building(site, facts.pop("building")).id
    shelf.once("units", (site.id, facts["code"]), number)
    defaults = {"label": facts["code"], "use": "residential", "aliases": [], "active": True, "site_id": site.id}
    return shelf.put(Unit, shelf.units(site.id), facts["code"], facts, defaults)


def plan_category(shelf: Shelf, facts: dict, number: int) -> str:
    if not shelf.principal.may(None, *OVER_ALL_SITES):
        raise Refused(
            "code", "Categories hold for every site; only somebody with a role at every site may change them."
        )
    shelf.once("categories", (facts["code"], facts.get("valid_from")), number)
    editions = shelf.categories().setdefault(facts["code"], [])
    try:
        planned = plan_edition(editions, facts, day_of_operator(shelf.session, shelf.work.now))
    except NotThatDay as wrong:
        raise Refused(wrong.column, wrong.right) from None
    if planned.new:
        new = Category(operator_id=shelf.principal.operator_id, id=new_id(), **planned.new)
        editions.append(new)
        shelf.new.append(new)
    shelf.changes += planned.changes
    return planned.status


PLANS: dict[str, Callable[[Shelf, dict, int], str]] = {
    "sites": plan_site,
    "departments": plan_department,
    "buildings": plan_building,
    "units": plan_unit,
    "households": plan_person,
    "categories": plan_category,
}
