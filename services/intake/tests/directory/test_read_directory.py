"""Reading and changing places through the doors (RO-1, RD-1)."""

import pytest

from shared.testing.people import ADMIN, DESK, MANAGER, NEIGHBOUR, SITE, STRANGER


def test_everybody_sees_the_sites_they_were_given_and_no_other(client, place):
    codes = lambda who: [site["code"] for site in client.as_(who).get("/sites").json["items"]]  # noqa: E731
    assert (
        codes(DESK) == ["CH"] and codes(NEIGHBOUR) == ["JX"] and codes(ADMIN) == ["CH", "JX"] and codes(STRANGER) == []
    )
    assert client.as_(NEIGHBOUR).get(f"/sites/{SITE}").status_code == 404
    assert client.as_(STRANGER).get(f"/units/{place.unit.id}").status_code == 404
    assert client.get("/sites").status_code == 401


def test_units_are_listed_in_pages_and_by_filter(client, place):
    desk = client.as_(DESK)
    first = desk.get("/units?limit=1").json
    assert [unit["code"] for unit in first["items"]] == ["3-2-1201"]
    rest = desk.get(f"/units?limit=1&after={first['next']}").json
    assert [unit["code"] for unit in rest["items"]] == ["3-2-1202"] and rest["next"] is None
    assert [unit["code"] for unit in desk.get("/units?code=3-2-1202").json["items"]] == ["3-2-1202"]
    assert desk.get("/units?text=3栋2单元").json["items"].__len__() == 2
    assert desk.get("/units?planet=mars").status_code == 422


def test_buildings_and_categories_are_listed(client, place):
    desk = client.as_(DESK)
    assert desk.get("/buildings").json["items"][0]["name"] == {"zh": "听雨阁", "en": "Rain Pavilion"}
    assert desk.get("/categories?kind=repair_unit&valid_on=2026-11-22").json["items"][0]["code"] == "unit.pipe.leak"
    assert desk.get("/categories?kind=praise").json["items"] == []


def test_a_manager_changes_the_hours_of_the_site_and_the_others_hear_of_it(client, place, announced):
    hours = {"quiet_hours": {"from": "21:00", "to": "07:30"}}
    answer = client.as_(MANAGER).patch(f"/sites/{SITE}", json={"settings": hours}, version=1)
    assert answer.status_code == 200 and answer.headers["ETag"] == '"2"'
    [(_, data)] = announced("intake.site.changed")
    assert data["version"] == 2 and data["settings"]["quiet_hours"]["from"] == "21:00"
    assert data["settings"]["return_visit_days"] == {"safety": 2, "leak": 3, "other": 7}


def test_a_change_without_or_with_an_old_version_is_refused(client, place):
    manager = client.as_(MANAGER)
    assert manager.patch(f"/sites/{SITE}", json={"name_en": "Lake"}).status_code == 428
    assert manager.patch(f"/sites/{SITE}", json={"name_en": "Lake", "version": 1}).status_code == 200
    assert manager.patch(f"/sites/{SITE}", json={"name_en": "Pond", "version": 1}).status_code == 412
    assert client.as_(DESK).patch(f"/sites/{SITE}", json={"name_en": "Pond", "version": 2}).status_code == 403


def test_a_misspelt_setting_is_refused_by_name(client, place):
    answer = client.as_(MANAGER).patch(f"/sites/{SITE}", json={"settings": {"quiet_hour": {}}, "version": 1})
    assert answer.status_code == 422 and "quiet_hours" in str(answer.json["errors"]["settings.quiet_hour"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_hours": {"urgent": [2]}},
        {"due_hours": {"soon": [2, 24]}},
        {"due_hours": {"urgent": [2, "late"]}},
        {"decline_report_hours": "abc"},
        {"decline_report_hours": 0},
        {"duplicate_score": "often"},
    ],
)
def test_a_number_that_is_none_is_refused_when_it_is_set_and_not_when_it_is_needed(client, place, wrong):
    answer = client.as_(MANAGER).patch(f"/sites/{SITE}", json={"settings": wrong, "version": 1})
    assert answer.status_code == 422 and f"settings.{next(iter(wrong))}" in str(answer.json["errors"])


def test_a_renamed_unit_is_found_by_its_new_name_and_announced(client, place, announced):
    manager = client.as_(MANAGER)
    answer = manager.patch(f"/units/{place.unit.id}", json={"aliases": ["样板间"], "version": 1})
    assert answer.status_code == 200
    assert [data["version"] for _, data in announced("intake.unit.changed")] == [2]
    assert [unit["code"] for unit in manager.get("/units?text=样板间").json["items"]] == ["3-2-1201"]
    manager.patch(f"/units/{place.unit.id}", json={"aliases": ["样板间"], "version": 2})
    assert len(announced("intake.unit.changed")) == 1


def test_an_area_has_two_places_and_a_third_is_refused_by_name(client, place):
    manager = client.as_(MANAGER)
    refused = manager.patch(f"/units/{place.unit.id}", json={"built_area": "1.693", "version": 1})
    assert refused.status_code == 422 and list(refused.json["errors"]) == ["built_area"]
    kept = manager.patch(f"/units/{place.unit.id}", json={"built_area": "1.69", "version": 1})
    assert kept.status_code == 200 and kept.json["built_area"] == "1.69"
