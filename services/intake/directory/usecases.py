"""What is decided about places: what an import does, and what changes a site or a unit."""

from collections import Counter

from marshmallow import ValidationError

from shared.audit import facts_of
from shared.errors import BadInput

from .announcing import announce_site, announce_unit
from .imports.book import Book
from .imports.carrying_out import carry_out, name_units
from .imports.planning import plan_book
from .imports.shelf import WRITERS, Line, Shelf
from .models import Building, Site, Unit
from .site_settings import complete

NAMED_FAULTS = 20


def import_directory(work, book: Book, *, dry_run: bool, partial: bool) -> dict:
    """All rows, or with `partial` the good ones. The same book a second time changes nothing and announces nothing.

    Raises BadInput with the whole report when a row is not right and `partial` was not asked for.
    """
    shelf = Shelf(work)
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
