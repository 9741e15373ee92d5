"""Visitors: announced or asked about, the host contacted, in and out with times (RD-11)."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.testing.people import SITE, person

GUARD = person("guard", "guard")


@pytest.fixture
def at_the_gate(client, place):
    """`at_the_gate(**facts)` -> somebody the guard wrote down."""

    def come(who=GUARD, **facts):
        said = {"site_id": str(SITE), "name": "赵强", "purpose": "送家具", "unit_id": str(place.unit.id)}
        return client.as_(who).post("/visitors", json={**said, **facts})

    return come


@pytest.fixture
def step(client):
    """`step(person, visitor, name, **facts)` with the version last seen."""

    def take(who, visitor, name, **facts):
        return client.as_(who).post(f"/visitors/{visitor['id']}/{name}", json=facts, version=visitor["version"])

    return take


def test_the_guard_asks_the_desk_the_desk_asks_the_household_and_every_time_is_kept(
    client, desk, at_the_gate, step, announced, place
):
    visitor = at_the_gate(document="identity_card", plate="粤B1").json
    assert visitor["state"] == "at_gate" and visitor["asked_at"] and visitor["allowed"] == ["turn-away"]
    assert step(GUARD, visitor, "welcome").status_code == 403
    assert step(GUARD, visitor, "admit").status_code == 409
    rung = step(desk, visitor, "contact", how="intercom").json
    rung = step(desk, rung, "contact", how="phone").json
    welcome = step(desk, rung, "welcome", answered_by="陈女士").json
    assert (welcome["state"], welcome["contacts"], welcome["answered_by"]) == ("cleared", 2, "陈女士")
    inside = step(GUARD, welcome, "admit", badge="17").json
    left = step(GUARD, inside, "leave").json
    times = [left[name] for name in ("asked_at", "contacted_at", "answered_at", "admitted_at", "left_at")]
    assert None not in times and times == sorted(times) and left["badge"] == "17"
    ((_, told),) = announced("intake.visitor.arrived")
    assert (told["visitor"], told["unit_id"]) == ("赵强", place.unit.id)
    kinds = [one["kind"] for one in client.as_(desk).get(f"/units/{place.unit.id}/chronicle").json["items"]]
    assert kinds == ["visitor.admitted"]


def test_whoever_is_announced_is_let_in_at_once_and_the_household_hears_of_it_then(
    client, desk, at_the_gate, step, announced
):
    until = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
    assert at_the_gate(expected_until=until).status_code == 403
    expected = at_the_gate(desk, expected_until=until).json
    assert expected["state"] == "expected" and announced("intake.visitor.arrived") == []
    assert step(GUARD, expected, "admit").json["state"] == "inside"
    assert len(announced("intake.visitor.arrived")) == 1


def test_who_wants_to_be_asked_first_is_rung_although_the_visit_was_announced(desk, at_the_gate, step):
    until = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
    here = step(GUARD, at_the_gate(desk, expected_until=until).json, "arrive").json
    assert here["state"] == "at_gate" and here["asked_at"]


def test_when_the_host_is_away_a_message_is_taken(desk, at_the_gate, step):
    visitor = at_the_gate().json
    assert step(desk, visitor, "take-message").status_code == 422
    gone = step(desk, visitor, "take-message", message="请回电").json
    assert (gone["state"], gone["message"], gone["end_reason"]) == ("turned_away", "请回电", "host_away")


def test_a_badge_is_worn_by_one_visitor_at_a_time(desk, at_the_gate, step):
    one, other = (step(desk, at_the_gate().json, "welcome").json for _ in range(2))
    inside = step(GUARD, one, "admit", badge="17").json
    refused = step(GUARD, other, "admit", badge="17")
    assert refused.status_code == 409 and one["number"] in refused.json["detail"]
    step(GUARD, inside, "leave")
    assert step(GUARD, other, "admit", badge="17").status_code == 200


def test_who_never_came_is_missed_by_the_clock(client, desk, at_the_gate, step, tick):
    until = datetime.now(UTC) + timedelta(hours=1)
    gone, here = (at_the_gate(desk, expected_until=until.isoformat()).json for _ in range(2))
    step(GUARD, here, "admit")
    tick(until + timedelta(minutes=1))
    states = [client.as_(desk).get(f"/visitors/{one['id']}").json["state"] for one in (gone, here)]
    assert states == ["missed", "inside"]


def test_a_visit_is_for_somebody_and_its_phone_is_for_the_desk(client, desk, at_the_gate, announced):
    assert "unit_id" in at_the_gate(unit_id=None).json["errors"]
    said = {"site_id": str(SITE), "name": "郑", "purpose": "面试", "host_name": "人事部", "phone": "13912345678"}
    visitor = client.as_(GUARD).post("/visitors", json=said).json
    assert visitor["phone"] == "139****5678" and announced("intake.visitor.arrived") == []
    assert client.as_(desk).get(f"/visitors/{visitor['id']}").json["phone"] == "13912345678"
    assert [one["id"] for one in client.as_(desk).get("/visitors?state=at_gate").json["items"]] == [visitor["id"]]
    assert client.as_(desk).get("/visitors?state=nonsense").status_code == 422


def test_who_came_is_counted_and_who_is_still_here_goes_into_the_handover(client, desk, at_the_gate, step, place):
    """RD-7, RD-9: the board and the report count them, the next shift hears who waits and who is inside."""
    waiting, inside, gone = (at_the_gate().json for _ in range(3))
    step(GUARD, step(desk, inside, "welcome").json, "admit")
    step(GUARD, gone, "turn-away", reason="无预约")
    material = client.as_(GUARD).post("/gate-enquiries", json={"unit_id": str(place.unit.id), "what": "木地板"}).json
    duty = client.as_(desk).get(f"/duty?site_id={SITE}").json
    assert {one["number"] for one in duty["unfinished"]} == {waiting["number"], inside["number"], material["number"]}
    assert client.as_(desk).get(f"/day-reports/draft?site_id={SITE}").json["figures"]["visitors"] == 3
    assert client.as_(desk).get(f"/duty/board?site_id={SITE}").json["today"]["visitors"] == 3
