"""A unit is found however it was written, and never guessed (RD-13)."""

import pytest
from sqlalchemy import event

from services.intake.directory.imports.carrying_out import name_units
from services.intake.directory.models import Unit
from services.intake.directory.queries import UnitFinder, find_unit
from shared.testing.people import ADMIN, SECOND_SITE, SITE

SPELLINGS = [
    "3-2-1201",
    "3栋2单元1201",
    "3栋2单元1201室",
    "３栋２单元１２０１室",
    "三栋二单元1201房",
    "三栋二单元一二〇一室",
    "3号楼 2单元 1201",
    "3#2-1201",
    "Bldg 3, Unit 2, Rm. 1201",
    "翠湖花园3栋2单元1201",
    "Green Lake Gardens 3-2-1201",
    "听雨阁2单元1201",
    "03-02-1201",
    "3—2—1201",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_however_it_is_written_it_is_the_same_door(store, place, text):
    with store.reading(ADMIN) as session:
        assert find_unit(session, SITE, text).code == "3-2-1201"


@pytest.mark.parametrize(
    "text", ["", None, "1201", "3栋2单元", "4-2-1201", "3-2-1201-5", "二三十栋", "大堂", "---", "3栋2单元1201和1202"]
)
def test_what_names_no_unit_finds_none(store, place, text):
    with store.reading(ADMIN) as session:
        assert find_unit(session, SITE, text) is None


def test_what_names_two_units_finds_none(store, place):
    with store.work(ADMIN) as work:
        for code, alias in (("S-1", "便利店"), ("S-2", "便利店")):
            unit = Unit(site_id=SITE, building_id=place.building.id, code=code, label=code, use="shop", aliases=[alias])
            work.session.add(unit)
            work.session.flush()
            name_units(work, [unit])
    with store.reading(ADMIN) as session:
        assert find_unit(session, SITE, "便利店") is None
        assert find_unit(session, SITE, "s-1").code == "S-1"


def test_the_exact_code_wins_over_the_one_without_zeros(store, place):
    with store.work(ADMIN) as work:
        for code in ("3-1-101", "3-1-0101"):
            unit = Unit(site_id=SITE, building_id=place.building.id, code=code, label=code, use="shop")
            work.session.add(unit)
            work.session.flush()
            name_units(work, [unit])
    with store.reading(ADMIN) as session:
        assert find_unit(session, SITE, "3栋1单元0101").code == "3-1-0101"
        assert find_unit(session, SITE, "3栋1单元101").code == "3-1-101"
        assert find_unit(session, SITE, "03-01-00101") is None


def test_a_unit_of_another_site_or_out_of_use_is_not_found(store, place, client):
    with store.reading(ADMIN) as session:
        assert find_unit(session, SECOND_SITE, "3-2-1201") is None
    client.as_(ADMIN).patch(f"/units/{place.unit.id}", json={"active": False, "version": 1})
    with store.reading(ADMIN) as session:
        assert find_unit(session, SITE, "3-2-1201") is None


def test_a_batch_of_a_thousand_asks_a_handful_of_times(store, place):
    texts = [f"3栋2单元{room}室" for room in range(1000)] + ["3-2-1201"]
    with store.reading(ADMIN) as session:
        asked = []
        event.listen(store.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
        finder = UnitFinder(session, SITE)
        found = finder.find_many(texts)
        finder.find("3栋2单元1201")
    assert len(found) == 1001 and found["3-2-1201"].code == "3-2-1201"
    assert len(asked) <= 6
