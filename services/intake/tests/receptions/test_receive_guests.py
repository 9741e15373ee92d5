"""A work sheet: checked half an hour before, served every fifteen minutes, tallied, recorded (RD-19)."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from shared.testing.people import SITE

VERSION = re.compile(r'name="version" value="(\d+)"')
SOON = timedelta(hours=2)


@pytest.fixture
def planned(client, desk, place):
    said = {"site_id": str(SITE), "kind": "guests", "title": "街道办调研", "guests": "王主任一行", "people": 8}
    said |= {"place": "一号会议室", "needs": "投影、绿茶", "arrives_at": (datetime.now(UTC) + SOON).isoformat()}
    answer = client.as_(desk).post("/receptions", json=said)
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def step(client, desk):
    def take(sheet, name, **facts):
        return client.as_(desk).post(f"/receptions/{sheet['id']}/{name}", json=facts, version=sheet["version"])

    return take


def all_checked(step, sheet: dict) -> dict:
    for line in sheet["checks"]:
        sheet = step(sheet, "check", code=line["code"], ok=True).json
    return sheet


def test_a_sheet_goes_from_the_checks_to_the_record(planned, step):
    assert [line["code"] for line in planned["checks"]] == ["room", "cleaning", "equipment"]
    sheet = all_checked(step, planned)
    assert sheet["state"] == "ready" and all(line["by"] == "Desk" for line in sheet["checks"])
    sheet = step(sheet, "arrive").json
    first = datetime.fromisoformat(sheet["next_round_at"]) - datetime.fromisoformat(sheet["arrived_at"])
    assert first == timedelta(minutes=15)
    sheet = step(sheet, "serve", note="续茶").json
    assert [(one["note"], one["late"]) for one in sheet["rounds"]] == [("续茶", False)]
    sheet = step(sheet, "tally", supplies=[{"name": "绿茶", "quantity": 8}, {"name": "矿泉水", "quantity": 12}]).json
    assert "record" in step(sheet, "end").json["errors"]
    done = step(sheet, "end", record="来宾对绿化提出两点建议").json
    assert (done["state"], done["allowed"], done["supplies"][1]["quantity"]) == ("ended", ["tally"], 12)


def test_what_is_not_right_says_why_and_takes_the_readiness_away_again(planned, step):
    assert "note" in step(planned, "check", code="room", ok=False).json["errors"]
    assert "code" in step(planned, "check", code="roof", ok=True).json["errors"]
    ready = all_checked(step, planned)
    again = step(ready, "check", code="equipment", ok=False, note="投影不亮").json
    assert again["state"] == "preparing"
    assert "reason" in step(again, "arrive").json["errors"]
    here = step(again, "arrive", reason="来宾提前到达").json
    assert (here["state"], here["unchecked_reason"]) == ("under_way", "来宾提前到达")


def test_half_an_hour_before_the_desk_is_reminded_unless_all_is_checked(planned, step, tick, announced, client, desk):
    before = datetime.fromisoformat(planned["arrives_at"]) - timedelta(minutes=30)
    tick(before - timedelta(minutes=1))
    assert announced("intake.reception.due") == []
    tick(before)
    tick(before + timedelta(minutes=5))
    ((_, told),) = announced("intake.reception.due")
    assert (told["what"], told["number"]) == ("check", planned["number"])


def test_whoever_checked_everything_is_not_reminded(planned, step, tick, announced):
    all_checked(step, planned)
    tick(datetime.now(UTC) + SOON)
    assert announced("intake.reception.due") == []


def test_a_round_that_nobody_made_is_reminded_of_every_fifteen_minutes_until_the_end(planned, step, tick, announced):
    sheet = step(all_checked(step, planned), "arrive").json
    at = datetime.fromisoformat(sheet["arrived_at"])
    for minutes in (14, 16, 20, 32):
        tick(at + timedelta(minutes=minutes))
    assert [told["what"] for _, told in announced("intake.reception.due")] == ["round", "round"]
    step(sheet, "end", record="顺利")
    tick(at + timedelta(hours=2))
    assert len(announced("intake.reception.due")) == 2


def test_where_and_when_are_asked_for(client, desk, place):
    said = {"site_id": str(SITE), "kind": "meeting", "title": "例会", "guests": "各部门", "people": 5}
    later = (datetime.now(UTC) + SOON).isoformat()
    assert "place" in client.as_(desk).post("/receptions", json={**said, "arrives_at": later}).json["errors"]
    gone = {**said, "place": "二楼", "arrives_at": "2020-01-01T00:00:00+00:00"}
    assert "arrives_at" in client.as_(desk).post("/receptions", json=gone).json["errors"]


def test_the_sheet_is_filled_in_on_its_page_in_both_languages(page, desk, place):
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT10:00")
    new = {"site_id": str(SITE), "kind": "guests", "title": "街道办调研", "guests": "王主任一行", "people": "8"}
    new |= {"place": "一号会议室", "arrives_at": tomorrow}
    assert page(desk, "/receptions", "POST", data={**new, "people": "many"})[0] == 422
    sheet = page(desk, "/receptions", "POST", data=new)[2].headers["Location"]
    text = page(desk, sheet, lang="zh")[1]
    assert "到场前检查" in text and "会场布置" in text and "signature-line" in text

    def seen():
        return {"version": VERSION.search(page(desk, sheet)[1])[1]}

    for code in ("room", "cleaning", "equipment"):
        assert page(desk, f"{sheet}/check", "POST", data={**seen(), "code": code, "ok": "yes"})[0] == 303
    assert "Ready" in page(desk, sheet)[1]
    assert page(desk, f"{sheet}/check", "POST", data={**seen(), "code": "room", "ok": "no"})[0] == 422
    assert page(desk, f"{sheet}/arrive", "POST", data=seen())[0] == 303
    assert page(desk, f"{sheet}/tally", "POST", data={**seen(), "supplies": "绿茶 8\n水果"})[0] == 303
    assert "绿茶 × 8" in page(desk, sheet)[1] and "next round" in page(desk, "/receptions")[1]
    assert page(desk, f"{sheet}/end", "POST", data={**seen(), "record": "顺利"})[0] == 303
    assert "街道办调研" in page(desk, "/receptions?view=done", lang="zh")[1]
