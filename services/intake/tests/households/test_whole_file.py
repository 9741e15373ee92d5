"""One file per household: its history, agreements, vehicles, notes, and the monthly lists (RF-1, RF-5, RF-6)."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.testing.people import CASHIER, DESK, MANAGER, SITE, today

LI = {"name": "李敏", "role": "owner", "from": "2020-01-01", "phones": ["13812345521"]}
OLD = {"name": "旧租户", "role": "tenant", "from": "2021-01-01", "to": "2022-12-31"}


@pytest.fixture
def door(client):
    return client.as_(DESK)


@pytest.fixture
def file(door, place) -> dict:
    answer = door.post("/households", json={"unit_id": str(place.unit.id), "people": [LI, OLD]})
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def agreed(door, file):
    def record(**facts) -> dict:
        asked = {"kind": "service", "title": "物业服务协议", "party": "李敏", "begins": "2024-01-01"}
        asked |= {"ends": "2026-12-31"}
        answer = door.post(f"/households/{file['id']}/agreements", json={**asked, **facts})
        assert answer.status_code == 201, answer.json
        return answer.json

    return record


def test_the_file_shows_who_was_what_on_a_day(door, file):
    now = door.get(f"/households/{file['id']}/file").json
    then = door.get(f"/households/{file['id']}/file?as_of=2022-06-01").json
    assert [one["name"] for one in now["people"]] == ["李敏"]
    assert [one["name"] for one in then["people"]] == ["李敏", "旧租户"] and then["as_of"] == "2022-06-01"


def test_every_change_is_kept_with_what_stood_there(door, file, client):
    person = file["people"][0]
    change = {"name": "李旻", "phones": ["13900001111"], "version": person["version"]}
    assert door.patch(f"/people/{person['id']}", json=change).status_code == 200
    history = door.get(f"/households/{file['id']}/history").json
    (changed,) = history["changes"]
    assert changed["before"] == {"name": "李敏", "phones": ["13812345521"]} and changed["by_name"] == "Desk"
    assert changed["after"]["phones"] == ["13900001111"]
    seen = client.as_(CASHIER).get(f"/households/{file['id']}/history")
    assert seen.json["changes"][0]["before"]["phones"] == "****" and "13812345521" not in seen.text


def test_opening_the_file_is_on_record_for_the_supervisor(door, file, client):
    client.as_(CASHIER).get(f"/households/{file['id']}/file")
    readings = client.as_(MANAGER).get(f"/households/{file['id']}/readings").json["items"]
    assert (readings[0]["reader_name"], readings[0]["unmasked"]) == ("Cashier", False)


def test_an_agreement_is_renewed_by_a_new_one_and_both_stay(door, agreed):
    old = agreed()
    renewed = door.post(f"/agreements/{old['id']}/renew", json={"ends": "2029-12-31", "version": old["version"]})
    assert renewed.status_code == 200 and renewed.json["state"] == "renewed", renewed.json
    was = door.get(f"/agreements/{old['id']}").json
    assert (was["state"], was["ends"]) == ("renewed", "2026-12-31")
    (now,) = door.get("/agreements?state=in_force").json["items"]
    assert (now["begins"], now["ends"], now["renews_id"]) == ("2027-01-01", "2029-12-31", old["id"])
    ended = {"ended_on": "2026-01-01", "reason": "x", "version": was["version"]}
    again = door.post(f"/agreements/{old['id']}/end", json=ended)
    assert again.status_code == 409 and again.json["allowed"] == []


def test_an_agreement_ends_before_its_time_with_a_reason(door, agreed):
    one = agreed(ends=None)
    early = {"ended_on": "2023-01-01", "reason": "换物业", "version": one["version"]}
    assert door.post(f"/agreements/{one['id']}/end", json=early).status_code == 422
    ended = door.post(f"/agreements/{one['id']}/end", json={**early, "ended_on": "2025-06-30"})
    assert ended.status_code == 200 and (ended.json["state"], ended.json["ended_on"]) == ("ended", "2025-06-30")


def test_what_ends_soon_is_told_once_and_again_when_its_end_changed(door, agreed, tick, announced):
    now = datetime.now(UTC)
    soon = agreed(ends=(today() + timedelta(days=20)).isoformat())
    agreed(title="车位协议", kind="parking", ends=(today() + timedelta(days=90)).isoformat())
    for hours in (0, 2, 26):
        tick(now + timedelta(hours=hours))
    ((_, told),) = announced("intake.agreements.expiring")
    assert [(part["title"], part["unit_code"]) for part in told["items"]] == [("物业服务协议", "3-2-1201")]
    version = door.get(f"/agreements/{soon['id']}").json["version"]
    later = {"ends": (today() + timedelta(days=25)).isoformat(), "version": version}
    assert door.post(f"/agreements/{soon['id']}/amend", json=later).status_code == 200
    tick(now + timedelta(hours=30))
    assert len(announced("intake.agreements.expiring")) == 2


def test_a_plate_is_on_one_file_at_a_time_and_is_found_however_it_is_written(door, file, place):
    car = {"plate": "京A·12345", "space": "B1-23", "from": "2024-01-01"}
    first = door.post(f"/households/{file['id']}/vehicles", json=car)
    assert first.status_code == 201, first.json
    other = door.post("/households", json={"unit_id": str(place.neighbour.id)}).json
    taken = door.post(f"/households/{other['id']}/vehicles", json={"plate": "京a 12345"})
    assert taken.status_code == 409 and taken.json["household_id"] == file["id"]
    sold = {"to": "2025-01-31", "version": first.json["version"]}
    gone = door.patch(f"/vehicles/{first.json['id']}", json=sold)
    kept = door.patch(f"/vehicles/{first.json['id']}", json={"to": None, "version": gone.json["version"]})
    assert (gone.status_code, kept.status_code) == (200, 200), kept.json
    sold["version"] = kept.json["version"]
    assert door.patch(f"/vehicles/{first.json['id']}", json=sold).status_code == 200
    assert door.post(f"/households/{other['id']}/vehicles", json={"plate": "京a 12345"}).status_code == 201
    version = door.get(f"/vehicles?household_id={file['id']}").json["items"][0]["version"]
    again = door.patch(f"/vehicles/{first.json['id']}", json={"to": None, "version": version})
    assert again.status_code == 409 and again.json["household_id"] == other["id"]
    assert len(door.get("/vehicles?plate=京A12345").json["items"]) == 2
    assert door.post(f"/households/{file['id']}/vehicles", json={"plate": "···"}).status_code == 422


def test_the_file_holds_notes_vehicles_keys_entrusted_things_and_requests(door, file, place):
    unit = str(place.unit.id)
    assert door.post(f"/households/{file['id']}/notes", json={"text": "老人独居，多关照"}).status_code == 201
    door.post(f"/households/{file['id']}/vehicles", json={"plate": "京A12345"})
    of_site = {"site_id": str(SITE), "unit_id": unit}
    door.post("/keys", json={**of_site, "kind": "key", "category": "entrusted", "name": "入户门", "number": "E-1"})
    thing = {"kind": "papers", "description": "合同", "giver_name": "李敏"}
    door.post("/entrusted-things", json={**of_site, **thing})
    door.post("/tickets", json={**of_site, "kind": "enquiry", "description": "问物业费"})
    seen = door.get(f"/households/{file['id']}/file").json
    counts = {name: len(seen[name]) for name in ("notes", "vehicles", "keys", "things", "tickets")}
    assert counts == dict.fromkeys(counts, 1)


def test_a_note_keeps_its_numbers_in_the_file_and_the_chronicle_masks_them(door, file, place):
    door.post(f"/households/{file['id']}/notes", json={"text": "女儿电话 13812345521"})
    assert door.get(f"/households/{file['id']}/file").json["notes"][0]["text"] == "女儿电话 13812345521"
    told = door.get(f"/units/{place.unit.id}/chronicle").json["items"]
    notes = [entry["facts"]["note"] for entry in told if entry["kind"] == "file.noted"]
    assert len(notes) == 1 and "5521" in notes[0] and "13812345521" not in notes[0]


def listed(door, which: str, month: str) -> list[tuple]:
    answer = door.get(f"/household-lists/{which}?site_id={SITE}&month={month}")
    assert answer.status_code == 200, answer.json
    return [(row["unit_code"], row["who"], row["day"], row["note"]) for row in answer.json["items"]]


def test_the_month_lists_leases_that_end_changes_of_owner_and_vacancies(door, place):
    unit = {"unit_id": str(place.unit.id)}
    for first, name in (("2020-01-01", "王建国"), ("2024-03-15", "李敏")):
        door.post("/title-register", json={**unit, "valid_from": first, "holders": [{"name": name}]})
    for first, last, tenant in (("2023-04-01", "2024-03-31", "张伟"), ("2024-04-10", None, "赵六")):
        door.post("/lease-register", json={**unit, "valid_from": first, "valid_to": last, "tenant": tenant})
    assert listed(door, "leases-ending", "2024-03-20") == [("3-2-1201", "张伟", "2024-03-31", "→ 赵六 2024-04-10")]
    assert listed(door, "leases-ending", "2024-04-20") == []
    assert listed(door, "owner-changes", "2024-03-01") == [("3-2-1201", "李敏", "2024-03-15", "← 王建国")]
    assert listed(door, "vacancies", "2024-03-01") == [("3-2-1202", None, None, None)]
    assert [row[0] for row in listed(door, "vacancies", "2019-12-01")] == ["3-2-1201", "3-2-1202"]
    assert door.get(f"/household-lists/everything?site_id={SITE}").status_code == 404


def test_the_month_lists_agreements_that_expire_until_somebody_decides(door, agreed):
    one = agreed(ends="2024-05-31")
    assert listed(door, "agreements-expiring", "2024-04-01") == []
    for month in ("2024-05-01", "2024-08-01"):
        assert [(row[1], row[2]) for row in listed(door, "agreements-expiring", month)] == [("李敏", "2024-05-31")]
    door.post(f"/agreements/{one['id']}/renew", json={"ends": "2030-05-31"}, version=one["version"])
    assert listed(door, "agreements-expiring", "2024-08-01") == []


def test_the_month_lists_files_nobody_reviewed_within_the_quarter(door, file):
    assert listed(door, "reviews-due", today().isoformat()) == []
    later = (today() + timedelta(days=120)).isoformat()
    assert [row[0] for row in listed(door, "reviews-due", later)] == ["3-2-1201"]


def test_what_is_written_about_a_unit_stands_in_its_chronicle(door, file, place, agreed):
    agreed()
    since = {"unit_id": str(place.unit.id), "valid_from": "2020-01-01"}
    door.post("/title-register", json={**since, "holders": [{"name": "李敏"}]})
    door.post(f"/households/{file['id']}/notes", json={"text": "老人独居"})
    told = door.get(f"/units/{place.unit.id}/chronicle").json["items"]
    assert [entry["kind"] for entry in reversed(told)] == ["agreement.recorded", "title.recorded", "file.noted"]
    assert {entry["who"] for entry in told} == {"Desk"}


def test_what_an_import_changes_is_kept_too_and_a_number_in_a_note_is_masked(door, file, client):
    row = {"site": "CH", "unit": "3-2-1201", "name": "李敏", "role": "owner", "phones": "13900001111"}
    answer = client.as_(MANAGER).post("/directory/imports", json={"households": [row]})
    assert answer.status_code == 200, answer.json
    (change,) = door.get(f"/households/{file['id']}/history").json["changes"]
    assert (change["action"], change["before"]) == ("imported", {"phones": ["13812345521"]})
    assert change["after"] == {"phones": ["13900001111"]}
    door.post(f"/households/{file['id']}/notes", json={"text": "女儿电话 13700002222"})
    seen = client.as_(CASHIER).get(f"/households/{file['id']}/file")
    assert "137****2222" in seen.text and "13700002222" not in seen.text
