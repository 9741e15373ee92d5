"""What intake's tests share: the service they are about, and a small site to act on."""

from types import SimpleNamespace

import pytest
from sqlalchemy import event

from services.intake.directory.imports.carrying_out import name_units
from services.intake.directory.models import Building, Category, Operator, Site, Unit
from services.intake.directory.site_settings import complete
from shared.principal import Principal
from shared.testing.people import OPERATOR, SECOND_SITE, SITE


@pytest.fixture
def service():
    from services.intake.service import service

    return service


@pytest.fixture
def page(client):
    """`page(person, path, method, lang=…, data=…)` -> (status, text, answer)."""

    def ask(who, path, method="GET", lang="en", **options):
        headers = {"Accept": "text/html", "Accept-Language": lang, "Origin": "http://localhost"}
        answer = client.as_(who).page(method, path, headers=headers, **options)
        return answer.status_code, answer.get_data(as_text=True), answer

    return ask


@pytest.fixture
def statements(store):
    """The statements the database is asked while the test runs."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield asked
    event.remove(store.engine, "before_cursor_execute", note)


@pytest.fixture
def place(store, now):
    """Site CH with building 3 (听雨阁), units 3-2-1201 and 3-2-1202, one category; and a second site JX without any."""
    with store.work(Principal.system(OPERATOR), now=now) as work:
        named = {"timezone": "Asia/Shanghai", "currency": "CNY", "settings": complete({})}
        operator = Operator(id=OPERATOR, code="demo", name_zh="示范物业", name_en="Demo Property")
        site = Site(id=SITE, site_id=SITE, code="CH", name_zh="翠湖花园", name_en="Green Lake Gardens", **named)
        second = Site(
            id=SECOND_SITE, site_id=SECOND_SITE, code="JX", name_zh="锦绣家园", name_en="Brocade Court", **named
        )
        building = Building(site_id=SITE, code="3", name_zh="听雨阁", name_en="Rain Pavilion", aliases=["三栋"])
        leak = Category(
            **{"code": "unit.pipe.leak", "name_zh": "户内·水管·漏水", "name_en": "Home · water pipe · leak"},
            **{"place": "unit", "object": "pipe", "problem": "leak", "kind": "repair_unit", "trade": "plumber"},
            **{"follow_up": "leak", "priority": "urgent"},
        )
        work.session.add_all([operator, site, second, building, leak])
        work.session.flush()
        units = [_unit(building, room) for room in ("1201", "1202")]
        work.session.add_all(units)
        work.session.flush()
        name_units(work, units)
    return SimpleNamespace(site=site, second=second, building=building, unit=units[0], neighbour=units[1], leak=leak)


def _unit(building: Building, room: str) -> Unit:
    facts = {"code": f"3-2-{room}", "label": f"3栋2单元{room}室", "floor": 12, "use": "residential"}
    return Unit(site_id=SITE, building_id=building.id, **facts)
