"""What is decided about places: what an import does, and what changes a site or a unit."""

from collections import Counter

from marshmallow import ValidationError
from sqlalchemy import select

from shared.audit import facts_of
from shared.errors import BadInput
from shared.ids import new_id

from .announcing import announce_site, announce_unit
from .editions import DEFAULTS, FACTS, NAMES, NotThatDay, Planned, day_of_operator, plan_edition
from .imports.book import Book, units_in
from .imports.carrying_out import carry_out, name_units
from .imports.planning import OVER_ALL_SITES, plan_book
from .imports.shelf import WRITERS, Line, Shelf
from .models import Building, Category, Site, Unit
from .site_settings import complete

NAMED_FAULTS = 20
MOST_AT_A_DOOR = 5000  # rows; some seconds, during which nobody else writes to SQLite
DAYS = ("valid_from", "valid_to")


def import_directory(work, book: Book, *, dry_run: bool, partial: bool) -> dict:
    """All rows, or with `partial` the good ones. The same book a second time changes nothing and announces nothing.

    Raises BadInput with the whole report when a row is not right and `partial` was not asked for.
    """
    if sum(len(rows) for rows in book.values()) > MOST_AT_A_DOOR:
        raise BadInput(
            f"More than {MOST_AT_A_DOOR:,} rows would keep everybody waiting.",
            errors={"file": ["Hand it in at /directory/imports/background: it is imported while you go on."]},
        )
    shelf = Shelf(work, units_in(book))
    lines = plan_book(shelf, book)
    refused = [line for line in lines if line.status == "refused"]
    if dry_run:
        return _report(lines, dry_run=True)
    if refused and not partial:
        raise BadInput(
            f"{len(refused)} rows are not right, so nothing was imported. Correct them, or ask for partial=true.",
            errors=_first_faults(refused),
            report=_report(lines, dry_run=True),
        )
    carry_out(shelf)
    report = _report(lines, dry_run=False)
    if report["imported"]:
        work.audit("directory.imported", about=("directory", "import"), after=report["imported"])
    return report


def _first_faults(refused: list[Line]) -> dict[str, list[str]]:
    faults = ((line, column, said) for line in refused for column, said in line.errors.items())
    named = {f"{line.sheet} row {line.row}: {column}": said for line, column, said in faults}
    return dict(list(named.items())[:NAMED_FAULTS])


def _report(lines: list[Line], *, dry_run: bool) -> dict:
    imported = Counter(line.sheet for line in lines if line.status in ("created", "updated"))
    status = Counter(line.status for line in lines)
    rows = [vars(line) for line in lines]
    return {
        "dry_run": dry_run,
        "imported": dict(imported),
        "unchanged": status["unchanged"],
        "refused": status["refused"],
        "rows": rows,
    }


def change_site(work, site: Site, settings: dict | None = None, **facts) -> Site:
    """Names, zone or settings; settings that are not named keep their value (RD-1)."""
    work.principal.require(site.id, *WRITERS)
    if settings is not None:
        facts["settings"] = _completed(settings, site)
    before = facts_of(site, *facts)
    if _change(site, facts):
        work.session.flush()
        work.audit("site.changed", about=site, before=before, after=facts_of(site, *facts))
        announce_site(work, site)
    return site


def change_unit(work, unit: Unit, **facts) -> Unit:
    """Facts of one unit; its other names are found from now on."""
    work.principal.require(unit.site_id, *WRITERS)
    if _change(unit, facts):
        work.session.flush()
        name_units(work, [unit])
        announce_unit(work, unit, work.session.get(Building, unit.building_id))
    return unit


def put_category(work, code: str, **wanted) -> Category:
    """A new category or the next edition of one, for every site of the operator (RD-4). Raises BadInput."""
    work.principal.require(None, *OVER_ALL_SITES)
    editions = list(work.session.scalars(select(Category).where(Category.code == code)))
    missing = [name for name in (*NAMES, *FACTS) if not editions and name not in {**DEFAULTS, **wanted}]
    if missing:
        said = {name: ["A new category needs it."] for name in missing}
        raise BadInput("Something of the new category is missing.", errors=said)
    try:
        planned = plan_edition(editions, {"code": code, **wanted}, day_of_operator(work.session, work.now))
    except NotThatDay as wrong:
        raise BadInput("The day does not fit.", errors={wrong.column: [wrong.right]}) from None
    return _write_edition(work, editions, planned)


def _write_edition(work, editions: list[Category], planned: Planned) -> Category:
    for edition, differing in planned.changes:
        _change(edition, differing)
    if planned.new:
        editions.append(Category(operator_id=work.principal.operator_id, id=new_id(), **planned.new))
        work.session.add(editions[-1])
    work.session.flush()
    latest = max(editions, key=lambda edition: edition.edition)
    touched = latest if planned.new or not planned.changes else planned.changes[0][0]
    if planned.status != "unchanged":
        work.audit("category.changed", about=touched, after=facts_of(touched, "code", "edition", *FACTS, *DAYS))
    return touched


def _change(thing, facts: dict) -> bool:
    differing = {name: value for name, value in facts.items() if getattr(thing, name) != value}
    for name, value in differing.items():
        setattr(thing, name, value)
    return bool(differing)


def _completed(settings: dict, site: Site) -> dict:
    try:
        return complete(settings, site.settings)
    except ValidationError as error:
        raise ValidationError({"settings": error.messages}) from None
