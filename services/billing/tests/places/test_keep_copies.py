"""Copies of sites, units and households: the newest version wins, in whatever order they arrive (RO-3, C-5)."""

from itertools import permutations
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.billing.places.models import Household, Site, Unit
from shared.contracts.intake import HouseholdChanged, SiteChanged, UnitChanged
from shared.principal import Principal
from shared.testing.people import OPERATOR, OTHER_OPERATOR, OTHER_SITE, SITE


def kept(store, model, operator=OPERATOR, site=SITE) -> list:
    with store.reading(Principal.system(operator, site)) as session:
        return list(session.scalars(select(model)))


def unit_facts(unit_id, version: int) -> dict:
    building = {"building_id": uuid4(), "building_name": {"zh": "1栋", "en": "Building 1"}}
    facts = {"unit_id": unit_id, "version": version, "code": f"code {version}", "label": "1栋101", "use": "residential"}
    return facts | building


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))), ids=str)
def test_early_late_or_twice_the_newest_unit_stands(hear, store, order):
    unit_id = uuid4()
    for version in (*order, order[0]):
        hear(UnitChanged, about=unit_id, **unit_facts(unit_id, version))
    (unit,) = kept(store, Unit)
    assert (unit.seen_version, unit.code, unit.site_id) == (3, "code 3", SITE)


def test_a_site_belongs_to_itself(hear, store, site_known):
    (site,) = kept(store, Site)
    assert (site.id, site.site_id, site.timezone) == (SITE, SITE, "Asia/Shanghai")
    name = {"zh": "翠湖", "en": "Lake"}
    facts = {"site_id": SITE, "code": "CH", "name": name, "timezone": "Asia/Shanghai", "currency": "CNY"}
    hear(SiteChanged, about=SITE, version=2, settings={}, **facts)
    assert kept(store, Site)[0].name == name


def test_a_household_keeps_names_and_roles(hear, store):
    household_id, person = uuid4(), {"person_id": uuid4(), "name": "李敏", "role": "owner"}
    facts = {"household_id": household_id, "unit_id": uuid4()}
    hear(HouseholdChanged, about=household_id, version=2, people=[person], **facts)
    hear(HouseholdChanged, about=household_id, version=1, people=[], **facts)
    (household,) = kept(store, Household)
    assert household.people == [{"person_id": str(person["person_id"]), "name": "李敏", "role": "owner"}]


def test_another_operator_keeps_its_own(hear, store):
    unit_id = uuid4()
    hear(UnitChanged, about=unit_id, operator_id=OTHER_OPERATOR, site_id=OTHER_SITE, **unit_facts(unit_id, 1))
    assert kept(store, Unit) == []
    assert len(kept(store, Unit, OTHER_OPERATOR, OTHER_SITE)) == 1


def test_a_copy_without_a_site_is_buried(hear, parked):
    unit_id = uuid4()
    hear(UnitChanged, about=unit_id, site_id=None, **unit_facts(unit_id, 1))
    assert parked()[0][0] == "dead"
