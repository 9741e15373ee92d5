"""Who reads a file is written down, and numbers are shown only to those who ring people up (RF-6)."""

import pytest

from services.intake.households.queries import find_callers
from shared.testing.people import ADMIN, CASHIER, DESK, MANAGER, SECOND_SITE, SITE, SUPERVISOR, TECHNICIAN


@pytest.fixture
def file(client, place) -> dict:
    people = [
        {"name": "李敏", "role": "owner", "phones": ["13812345521"], "email": "li@example.org"},
        {"name": "张伟", "role": "tenant", "phones": ["13900001111"], "to": "2025-12-31"},
    ]
    return client.as_(DESK).post("/households", json={"unit_id": str(place.unit.id), "people": people}).json


@pytest.mark.parametrize("who", [DESK, SUPERVISOR, MANAGER])
def test_those_who_ring_people_up_see_numbers(client, file, who):
    shown = client.as_(who).get(f"/households/{file['id']}").json
    assert shown["masked"] is False and shown["people"][0]["phones"] == [
        {"raw": "13812345521", "e164": "+8613812345521"}
    ]


@pytest.mark.parametrize("who", [CASHIER, ADMIN])
def test_others_see_them_masked(client, file, who):
    answer = client.as_(who).get(f"/households/{file['id']}")
    assert answer.json["masked"] is True
    assert answer.json["people"][0]["phones"] == [{"raw": "138****5521", "e164": None}]
    assert answer.json["people"][0]["email"] == "l***@example.org"
    assert "13812345521" not in answer.text


def test_a_technician_opens_no_file(client, file):
    assert client.as_(TECHNICIAN).get(f"/households/{file['id']}").status_code == 403


def test_every_look_into_a_file_is_on_record_for_the_manager(client, file):
    client.as_(CASHIER).get(f"/households/{file['id']}")
    client.as_(SUPERVISOR).get(f"/households/{file['id']}")
    path = f"/households/{file['id']}/readings"
    seen = client.as_(MANAGER).get(path).json["items"]
    assert [(s["reader_name"], s["action"], s["unmasked"]) for s in seen] == [
        ("Super", "read", True),
        ("Cashier", "read", False),
        ("Desk", "opened", True),
    ]
    assert client.as_(CASHIER).get(path).status_code == 403


def test_files_are_found_by_unit_phone_and_name_and_the_list_shows_nobody(client, place, file):
    desk = client.as_(DESK)
    for query in (f"unit_id={place.unit.id}", "phone=138-1234-5521", "name=李", f"site_id={SITE}"):
        answer = desk.get(f"/households?{query}")
        assert [line["unit_code"] for line in answer.json["items"]] == ["3-2-1201"], query
        assert "李敏" not in answer.text and "138" not in answer.text.replace(file["id"], "").replace(
            str(place.unit.id), ""
        )
    assert desk.get("/households?phone=13900009999").json["items"] == []
    assert desk.get("/households?name=%25").json["items"] == []


def test_a_caller_is_known_by_number_unless_moved_out_or_in_doubt(client, place, file, store, now):
    with store.reading(DESK) as session:
        assert find_callers(session, SITE, ["+8613812345521"])["+8613812345521"].name == "李敏"
        assert find_callers(session, SITE, ["+8613900001111"], day=now.date()) == {}
        assert find_callers(session, SITE, [None]) == find_callers(session, SECOND_SITE, ["+8613812345521"]) == {}
    also = {"name": "李敏", "role": "owner", "phones": ["13812345521"]}
    client.as_(DESK).post("/households", json={"unit_id": str(place.neighbour.id), "people": [also]})
    with store.reading(DESK) as session:
        found = find_callers(session, SITE, ["+8613812345521", "+8613900001111", None])
    assert [person.name for person in found.values()] == ["张伟"]
