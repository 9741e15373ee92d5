"""Own copies keep the newest, in whatever order it arrives, and forget who left (RF-6)."""

import itertools

import pytest

from services.notify.people.models import Contact, Household
from services.notify.places.models import Site, Unit
from shared.contracts import intake
from shared.ids import new_id


def people(*names):
    return [{"person_id": new_id(), "name": name, "role": "owner", "phone": "+8613812345521"} for name in names]


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
def test_the_newest_list_of_people_stays(hear, rows, order):
    home, unit, lists = new_id(), new_id(), {1: people("甲"), 2: people("甲", "乙"), 3: people("丙")}
    for version in order:
        facts = {"household_id": home, "version": version, "unit_id": unit, "people": lists[version]}
        hear(intake.HouseholdContactsChanged, about=home, **facts)
    assert [contact.name for contact in rows(Contact)] == ["丙"]
    assert rows(Household)[0].heard_version == 3


def test_an_empty_household_is_remembered_as_empty(hear, rows):
    home, unit = new_id(), new_id()
    for version, who in ((2, []), (1, people("甲"))):
        facts = {"household_id": home, "version": version, "unit_id": unit, "people": who}
        hear(intake.HouseholdContactsChanged, about=home, **facts)
    assert rows(Contact) == []


@pytest.mark.parametrize("versions", [(1, 2), (2, 1)])
def test_sites_and_units_keep_their_newest_facts(world, hear, rows, versions):
    unit, building = new_id(), new_id()
    for version in versions:
        world.site(version=version + 1, settings={"return_visit_attempts": version})
        facts = {"unit_id": unit, "version": version, "code": f"1-{version}", "label": "x", "building_id": building}
        facts |= {"building_name": {"zh": "1栋", "en": "Building 1"}, "floor": 1, "use": "residential"}
        hear(intake.UnitChanged, about=unit, **facts)
    assert rows(Unit)[0].code == "1-2"
    assert rows(Site)[0].settings == {"return_visit_attempts": 2}
