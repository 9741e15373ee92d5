"""One file per household: opened, kept up to date, announced (RF-1, RF-6)."""

import pytest
from sqlalchemy import select

from services.intake.households.models import Person
from shared.testing.people import CASHIER, DESK, NEIGHBOUR, STRANGER

LI = {"name": "李敏", "role": "owner", "phones": ["138 1234 5521", "010-65521234"], "email": "li@example.org"}


@pytest.fixture
def file(client, place) -> dict:
    asked = {"unit_id": str(place.unit.id), "people": [LI]}
    answer = client.as_(DESK).post("/households", json=asked)
    assert answer.status_code == 201, answer.json
    return answer.json


def test_a_file_is_opened_with_its_people_and_both_events_tell_their_own_readers(file, announced):
    assert file["unit_code"] == "3-2-1201" and file["people"][0]["phones"][1]["e164"] == "+861065521234"
    [(_, names)] = announced("intake.household.changed")
    [(_, contacts)] = announced("intake.household.contacts_changed")
    assert names["version"] == contacts["version"] == 1
    assert [(p["name"], p["role"]) for p in names["people"]] == [("李敏", "owner")] and "phone" not in names["people"][
        0
    ]
    assert (contacts["people"][0]["phone"], contacts["people"][0]["email"]) == ("+8613812345521", "li@example.org")


def test_a_unit_has_one_file_only(client, place, file):
    again = client.as_(DESK).post("/households", json={"unit_id": str(place.unit.id)})
    assert again.status_code == 409 and again.json["household_id"] == file["id"]


def test_somebody_who_moves_in_or_out_changes_the_version_of_the_file(client, file, announced):
    desk = client.as_(DESK)
    wife = {"name": "陈静", "role": "occupant", "from": "2026-01-01", "language": "en", "channels": ["in_app", "sms"]}
    added = desk.post(f"/households/{file['id']}/people", json=wife)
    assert added.status_code == 201 and added.json["from"] == "2026-01-01"
    path = f"/people/{added.json['id']}"
    assert desk.patch(path, json={"to": "2026-02-01", "version": added.json["version"]}).status_code == 200
    told = [data for _, data in announced("intake.household.changed")]
    assert [data["version"] for data in told] == [1, 2, 3]
    assert [len(data["people"]) for data in told] == [1, 2, 1]


def test_new_phones_replace_the_old_ones(client, file, store, announced):
    person = file["people"][0]
    change = {"phones": ["+44 20 7946 0958"], "opted_out": True, "version": person["version"]}
    answer = client.as_(DESK).patch(f"/people/{person['id']}", json=change)
    assert [phone["e164"] for phone in answer.json["phones"]] == ["+442079460958"]
    contact = announced("intake.household.contacts_changed")[-1][1]["people"][0]
    assert contact["phone"] == "+442079460958" and contact["opted_out"] is True
    stale = client.as_(DESK).patch(f"/people/{person['id']}", json={"name": "x", "version": person["version"]})
    assert stale.status_code == 412
    with store.reading(None) as session:
        assert session.scalar(select(Person.name)) == "李敏"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phones": ["12"]}, "phones"),
        ({"email": "not an address"}, "email"),
        ({"role": "king"}, "role"),
        ({"from": "2026-03-01", "to": "2026-02-01"}, "to"),
        ({"language": "fr"}, "language"),
        ({"channels": ["smoke"]}, "channels.0"),
        ({"name": "\x00"}, "name"),
    ],
)
def test_what_is_not_right_is_named_and_nothing_is_kept(client, file, wrong, field, announced):
    answer = client.as_(DESK).post(f"/households/{file['id']}/people", json={"name": "王", "role": "tenant", **wrong})
    assert answer.status_code == 422 and field in answer.json["errors"], answer.json
    assert len(announced("intake.household.changed")) == 1


def test_an_end_before_the_kept_beginning_is_refused(client, file):
    desk, person = client.as_(DESK), file["people"][0]
    begun = desk.patch(f"/people/{person['id']}", json={"from": "2026-01-01", "version": person["version"]}).json
    assert (
        desk.patch(f"/people/{person['id']}", json={"to": "2025-01-01", "version": begun["version"]}).status_code == 422
    )


def test_a_cashier_keeps_no_files_and_strangers_see_none(client, place, file):
    assert client.as_(CASHIER).post("/households", json={"unit_id": str(place.neighbour.id)}).status_code == 403
    for outsider in (NEIGHBOUR, STRANGER):
        assert client.as_(outsider).get(f"/households/{file['id']}").status_code == 404
        assert client.as_(outsider).get("/households").json["items"] == []
        person = {"name": "x", "version": file["people"][0]["version"]}
        assert client.as_(outsider).patch(f"/people/{file['people'][0]['id']}", json=person).status_code == 404
