"""Places are copied from intake: the newest version stands, however the events arrive."""

from uuid import uuid4

from sqlalchemy import select

from services.dispatch.places.models import Household, Site, Unit
from shared.contracts.intake import HouseholdChanged, SiteChanged, UnitChanged
from shared.testing.people import SITE


def unit(unit_id, version, label):
    building = {"building_id": uuid4(), "building_name": {"zh": "1 栋", "en": "Building 1"}}
    return {"unit_id": unit_id, "version": version, "code": "1-1-101", "label": label, "use": "home", **building}


def all_of(store, table):
    with store.reading(None) as session:
        return list(session.scalars(select(table)))


def test_a_site_is_copied_with_its_settings_and_an_older_version_changes_nothing(store, hear):
    facts = {"code": "CH", "timezone": "Asia/Shanghai", "currency": "CNY", "name": {"zh": "翠湖", "en": "Lake"}}
    for version, auto in ((2, False), (1, True)):
        hear(SiteChanged, about=SITE, version=version, settings={"auto_assign": auto}, **facts)
    (site,) = all_of(store, Site)
    assert (site.id, site.source_version, site.settings) == (SITE, 2, {"auto_assign": False})


def test_units_and_households_follow_their_newest_version_and_hearing_twice_changes_nothing(store, hear):
    unit_id, household_id = uuid4(), uuid4()
    for version, label in ((1, "one"), (3, "three"), (2, "two"), (3, "three")):
        hear(UnitChanged, about=unit_id, **unit(unit_id, version, label))
    people = [{"person_id": uuid4(), "name": "李敏", "role": "owner"}]
    for version, holders in ((2, people), (1, [])):
        facts = {"household_id": household_id, "version": version, "unit_id": unit_id, "people": holders}
        hear(HouseholdChanged, about=household_id, **facts)
    (copied,) = all_of(store, Unit)
    (household,) = all_of(store, Household)
    assert (copied.label, copied.source_version) == ("three", 3)
    assert (household.unit_id, household.people[0]["name"]) == (unit_id, "李敏")
