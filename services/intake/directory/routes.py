"""Programs' doors to places: import them, list them, change one."""

from flask import request

from shared.web.current import reading, work
from shared.web.doors import ANYONE, Room
from shared.web.paging import keyset
from shared.web.sheets import exported
from shared.web.versions import check_version

from . import queries, usecases
from .import_schemas import ImportQuery, ImportReport
from .imports.handed_in import read_handed_in
from .imports.planning import OVER_ALL_SITES
from .imports.shelf import WRITERS
from .models import Building, Category, Department, Site, Unit
from .schemas import (
    BuildingQuery,
    BuildingView,
    CategoryQuery,
    CategoryView,
    ChangeCategory,
    ChangeSite,
    ChangeUnit,
    DepartmentView,
    SiteQuery,
    SiteView,
    UnitQuery,
    UnitView,
)
from .sheet import export

KEEPERS = ("admin", "head_office", "manager", "supervisor", "area_manager", "desk")

directory = Room("directory", __name__, description="Sites, buildings, units and categories (RO-1, RD-1)")


@directory.post("/directory/imports", allow=WRITERS, query=ImportQuery, answer=ImportReport, upload=True)
def import_directory(asked):
    """Import places, households and categories from a spreadsheet or JSON; every row is answered."""
    book = read_handed_in(request)
    with work() as w:
        return usecases.import_directory(w, book, **asked)


@directory.get("/sites", allow=ANYONE, query=SiteQuery, answer=SiteView, page=True)
def list_sites(asked):
    with reading() as session:
        return keyset(session, queries.sites(asked), (Site.id,), asked, descending=False)


@directory.get("/sites/<uuid:site_id>", allow=ANYONE, answer=SiteView)
def show_site(site_id):
    with reading() as session:
        return queries.find_site(session, site_id)


@directory.patch("/sites/<uuid:site_id>", allow=WRITERS, body=ChangeSite, answer=SiteView)
def change_site(asked, site_id):
    """Change names, time zone or settings: hours, holidays, deadlines (RD-1)."""
    with work() as w:
        site = queries.find_site(w.session, site_id)
        check_version(site)
        return usecases.change_site(w, site, **facts(asked))


@directory.get("/sites/<uuid:site_id>/departments", allow=ANYONE, answer=DepartmentView, page=True)
def list_departments(asked, site_id):
    with reading() as session:
        queries.find_site(session, site_id)
        return keyset(session, queries.departments(site_id), (Department.code,), asked, descending=False)


@directory.get("/buildings", allow=ANYONE, query=BuildingQuery, answer=BuildingView, page=True)
def list_buildings(asked):
    with reading() as session:
        return keyset(session, queries.buildings(asked), (Building.id,), asked, descending=False)


@directory.get("/units", allow=ANYONE, query=UnitQuery, answer=UnitView, page=True)
def list_units(asked):
    with reading() as session:
        return keyset(session, queries.units(asked), (Unit.code, Unit.id), asked, descending=False)


@directory.get("/units/export", allow=KEEPERS, query=exported(UnitQuery))
def export_units(asked):
    """The list as it is filtered, as a spreadsheet that can be put right and imported again (RO-4)."""
    return export(asked)


@directory.get("/units/<uuid:unit_id>", allow=ANYONE, answer=UnitView)
def show_unit(unit_id):
    with reading() as session:
        return queries.find_unit_by_id(session, unit_id)


@directory.patch("/units/<uuid:unit_id>", allow=WRITERS, body=ChangeUnit, answer=UnitView)
def change_unit(asked, unit_id):
    with work() as w:
        unit = queries.find_unit_by_id(w.session, unit_id)
        check_version(unit)
        return usecases.change_unit(w, unit, **facts(asked))


@directory.get("/categories", allow=ANYONE, query=CategoryQuery, answer=CategoryView, page=True)
def list_categories(asked):
    with reading() as session:
        return keyset(session, queries.categories(asked), (Category.code, Category.edition), asked, descending=False)


@directory.put("/categories/<code>", allow=OVER_ALL_SITES, body=ChangeCategory, answer=CategoryView)
def put_category(asked, code):
    """A new category, or the next edition of one; the editions before stay (RD-4)."""
    with work() as w:
        return usecases.put_category(w, code, **asked)


def facts(asked: dict) -> dict:
    """The body without the version, which the door itself has checked."""
    return {name: value for name, value in asked.items() if name != "version"}
