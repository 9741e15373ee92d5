"""The units as a spreadsheet with the heads the import knows: taken along, put right, brought back (RO-4)."""

from services.intake.directory.imports.headers import head_of
from services.intake.directory.words import USES
from shared.web.current import reading
from shared.web.pages.words import language
from shared.web.paging import keyset
from shared.web.sheets import Column, Sheet, every, sent

from .models import Building, Unit
from .queries import sites_by_id, units


def export(asked: dict):
    """Every unit that the list would show."""
    with reading() as session:
        codes = {site_id: site.code for site_id, site in sites_by_id(session).items()}
        buildings = {building.id: building.code for building in session.query(Building)}
    order = {"columns": (Unit.code, Unit.id), "descending": False}
    pages = every(lambda session, after: keyset(session, units(asked), asked={"after": after, "limit": 200}, **order))
    return sent(UNITS, ((unit, codes[unit.site_id], buildings[unit.building_id]) for unit in pages), asked)


def head(field: str):
    """As the import knows it, in the reader's language."""
    return lambda: head_of(field, language())


def fact(field: str, width: int = 14) -> Column:
    return Column(head(field), lambda line: getattr(line[0], field), width)


def use_of(line) -> str:
    use = line[0].use
    return USES[use].split()[0] if language() == "zh" else use


def active_of(line) -> str:
    yes, no = ("是", "否") if language() == "zh" else ("yes", "no")
    return yes if line[0].active else no


UNITS = Sheet(
    "units",
    (
        Column(head("site"), lambda line: line[1]),
        Column(head("building"), lambda line: line[2]),
        fact("code", 16),
        fact("label", 24),
        fact("floor", 8),
        Column(head("use"), use_of),
        fact("built_area"),
        fact("usable_area"),
        Column(head("aliases"), lambda line: "、".join(line[0].aliases), 24),
        Column(head("active"), active_of, 8),
    ),
)
