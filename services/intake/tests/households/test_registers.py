"""Title and lease register show who held what when; a correction leaves the old line where it is (RF-2)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from shared.testing.people import CASHIER, DESK, MANAGER, NEIGHBOUR, SITE, SUPERVISOR, today


@pytest.fixture
def door(client):
    return client.as_(DESK)


@pytest.fixture
def title(door, place):
    """`title(first, last, *names)` -> a line of the title register."""

    def record(first: str, last: str | None, *names: str, status=201, **facts):
        holders = [{"name": name} for name in names]
        asked = {"unit_id": str(place.unit.id), "valid_from": first, "valid_to": last, "holders": holders, **facts}
        answer = door.post("/title-register", json=asked)
        assert answer.status_code == status, answer.json
        return answer.json

    return record


@pytest.fixture
def lease(door, place):
    def record(first: str, last: str | None, tenant: str, status=201, **facts):
        asked = {"unit_id": str(place.unit.id), "valid_from": first, "valid_to": last, "tenant": tenant, **facts}
        answer = door.post("/lease-register", json=asked)
        assert answer.status_code == status, answer.json
        return answer.json

    return record


def names(door, day: str = "", register="title", **asked) -> list:
    more = "".join(f"&{name}={value}" for name, value in asked.items())
    items = door.get(f"/{register}-register?as_of={day}{more}".replace("+", "%2B")).json["items"]
    if register == "lease":
        return [line["tenant"] for line in items]
    return [[holder["name"] for holder in line["holders"]] for line in items]


def test_the_register_says_who_held_the_unit_on_any_day(title, door):
    title("2015-06-01", None, "王建国", certificate="京房权证1234567号", built_area="98.50", land_share="0.12%")
    title("2024-03-15", None, "李敏", "陈静", kind="商品房")
    said = {day: names(door, day) for day in ("2015-05-31", "2024-03-14", "2024-03-15", "2030-01-01")}
    assert list(said.values()) == [[], [["王建国"]], [["李敏", "陈静"]], [["李敏", "陈静"]]]
    (old,) = door.get("/title-register?as_of=2020-01-01").json["items"]
    assert (old["valid_to"], old["built_area"], old["land_share"]) == ("2024-03-14", "98.50", "0.12%")


def test_people_of_the_file_follow_the_register(title, lease, door, place):
    title("2015-06-01", None, "王建国")
    title("2024-03-15", None, "李敏")
    lease("2025-01-01", "2030-12-31", "张伟")
    (line,) = door.get(f"/households?unit_id={place.unit.id}").json["items"]
    people = door.get(f"/households/{line['id']}").json["people"]
    said = {(one["name"], one["role"], one["from"], one["to"]) for one in people}
    assert said == {
        ("王建国", "owner", "2015-06-01", "2024-03-14"),
        ("李敏", "owner", "2024-03-15", None),
        ("张伟", "tenant", "2025-01-01", "2030-12-31"),
    }


def test_who_is_in_the_file_is_not_ended_by_what_was_before_and_since_when_is_learnt(title, door, place):
    people = [{"name": "李敏", "role": "owner"}]
    file = door.post("/households", json={"unit_id": str(place.unit.id), "people": people}).json

    def owners() -> dict:
        people = door.get(f"/households/{file['id']}").json["people"]
        return {person["name"]: (person["from"], person["to"]) for person in people}

    title("2015-06-01", "2024-03-14", "王建国")
    assert owners() == {"李敏": (None, None), "王建国": ("2015-06-01", "2024-03-14")}
    title("2024-03-15", None, "李敏")
    assert owners()["李敏"] == ("2024-03-15", None)
    title(today().isoformat(), None, "赵六")
    assert owners()["李敏"] == ("2024-03-15", (today() - timedelta(days=1)).isoformat())


def test_a_correction_leaves_the_old_line_and_what_was_known_then_can_still_be_asked(title, door):
    line = title("2020-01-01", None, "李明")
    before = datetime.now(UTC)
    fixed = door.post(
        f"/title-register/{line['id']}/correct", json={"holders": [{"name": "李敏"}], "reason": "同音字误录"}
    )
    assert fixed.status_code == 200 and fixed.json["corrects_id"] == line["id"]
    assert names(door, "2021-01-01") == [["李敏"]]
    assert names(door, "2021-01-01", known_at=before.isoformat()) == [["李明"]]
    again = door.post(f"/title-register/{line['id']}/correct", json={"garage": "B1-23", "reason": "x"})
    assert again.status_code == 409 and again.json["corrected_by"] == fixed.json["id"]
    struck = door.post(f"/title-register/{fixed.json['id']}/strike", json={"reason": "登记错房号"})
    assert struck.status_code == 200 and struck.json["struck"] and names(door, "2021-01-01") == []


def test_no_two_hold_one_thing_on_one_day(title, lease, door):
    title("2020-01-01", "2022-12-31", "甲")
    refused = title("2022-12-31", "2023-06-30", "乙", status=409)
    assert "甲" in refused["detail"] and len(refused["lines"]) == 1
    title("2024-02-01", "2024-01-01", "乙", status=422)
    lease("2023-01-01", "2023-12-31", "丙", part="主卧")
    lease("2023-06-01", "2024-05-31", "丁", part="次卧")
    lease("2023-12-31", "2024-12-30", "戊", part="主卧", status=409)
    lease("2023-12-01", "2024-12-30", "己", status=409)
    lease("2024-06-01", "2025-05-31", "己")
    assert sorted(names(door, "2023-07-01", "lease")) == ["丁", "丙"]


def test_of_two_who_sell_one_unit_at_once_one_is_written(place, client):
    def sell(name: str) -> int:
        asked = {"unit_id": str(place.unit.id), "valid_from": "2024-01-01", "holders": [{"name": name}]}
        return client.as_(DESK).post("/title-register", json=asked).status_code

    with ThreadPoolExecutor(4) as several:
        assert sorted(several.map(sell, "甲乙丙丁")) == [201, 409, 409, 409]


def test_the_database_itself_refuses_to_rewrite_a_line(title, store):
    title("2020-01-01", None, "李敏")
    for act in ("UPDATE title_lines SET valid_from = '2019-01-01'", "DELETE FROM title_lines"):
        with pytest.raises(DatabaseError, match="never rewritten"), store.work(None) as work:
            work.session.execute(text(act))


def test_who_need_not_know_sees_the_end_of_a_certificate_and_a_reading_is_on_record(title, lease, client, on_record):
    title("2020-01-01", None, "李敏", certificate="京房权证1234567号")
    whose = {"address": "海淀区中关村大街1号院", "phone": "13900001111", "other": "另 13900002222"}
    lease("2025-01-01", None, "张伟", rent="5500.00", **whose)
    seen = client.as_(CASHIER).get("/title-register?as_of=2021-01-01").json["items"][0]
    assert seen["certificate"] == "****567号"
    seen = client.as_(CASHIER).get("/lease-register").json["items"][0]
    assert (seen["address"], seen["rent"], seen["phone"]) == ("****街1号院", None, "139****1111")
    assert seen["other"] == "另 139****2222"
    assert "register.read" not in [entry.action for entry in on_record()]
    assert client.as_(SUPERVISOR).get("/lease-register").json["items"][0]["rent"] == "5500.00"
    assert "register.read" in [entry.action for entry in on_record()]
    assert client.as_(NEIGHBOUR).get("/title-register").json["items"] == []


def test_a_leader_checks_a_line_against_what_is(title, client, door):
    line = title("2020-01-01", None, "李敏")
    path = f"/title-register/{line['id']}/check"
    assert door.post(path, json={"right": True}).status_code == 403
    leader = client.as_(MANAGER)
    assert leader.post(path, json={"right": False}).status_code == 422
    assert leader.post(path, json={"right": False, "note": "证上另有共有人"}).status_code == 201
    (check,) = leader.get(f"/register-checks?site_id={SITE}&right=false").json["items"]
    assert (check["unit_code"], check["note"], check["by_name"]) == ("3-2-1201", "证上另有共有人", "Manager")


def month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def test_a_month_is_produced_by_the_house_reviewed_and_signed_and_then_stays(title, client, tick, door):
    title("2020-01-01", None, "李敏", certificate="京房权证1234567号")
    for _ in range(2):
        tick(datetime.now(UTC))
    (month,) = door.get(f"/register-months?site_id={SITE}").json["items"]
    assert month["state"] == "produced" and month["due_on"].endswith("-05")
    path, manager = f"/register-months/{month['id']}", client.as_(MANAGER)
    shown = door.get(path).json
    assert [line["unit_code"] for line in shown["lines"]] == ["3-2-1201"]
    assert client.as_(CASHIER).get(path).json["lines"][0]["certificate"] == "****567号"
    assert door.post(f"{path}/review", json={}, version=1).status_code == 403
    assert manager.post(f"{path}/sign", json={}, version=shown["version"]).status_code == 409
    reviewed = manager.post(f"{path}/review", json={"note": "已核"}, version=shown["version"])
    assert reviewed.status_code == 200 and reviewed.json["reviewed_by_name"] == "Manager"
    signed = manager.post(f"{path}/sign", json={}, version=reviewed.json["version"])
    assert signed.status_code == 200 and signed.json["state"] == "signed" and len(signed.json["seal"]) == 64
    again = door.post(f"{path}/produce-again", json={"reason": "x"}, version=signed.json["version"])
    assert again.status_code == 409 and again.json["allowed"] == []
    title("2024-01-01", None, "新业主")
    assert [line["holders"][0]["name"] for line in door.get(path).json["lines"]] == ["李敏"]


def test_a_month_that_is_not_over_or_there_already_is_refused_and_one_not_signed_is_unfinished(title, door, store):
    from services.intake.households.queries import months_left_open

    title("2020-01-01", None, "李敏")
    asked = {"site_id": str(SITE), "register": "title", "month": today().isoformat()}
    assert door.post("/register-months", json=asked).status_code == 422
    asked["month"] = month_before(today()).isoformat()
    made = door.post("/register-months", json=asked)
    assert made.status_code == 201 and door.post("/register-months", json=asked).status_code == 409
    sixth = datetime.combine(date.fromisoformat(made.json["due_on"]) + timedelta(days=1), datetime.min.time(), UTC)
    with store.reading(DESK) as session:
        assert months_left_open(session, SITE, sixth - timedelta(days=2)) == []
        assert [row["number"] for row in months_left_open(session, SITE, sixth)] == [asked["month"][:7]]
