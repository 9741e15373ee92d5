"""Moving in and out takes effect on its day, without anybody touching the file (RF-1)."""

from datetime import UTC, datetime, timedelta

from services.intake.households.clock import announce_moves
from shared.testing.people import CASHIER, DESK, MANAGER


def test_who_leaves_and_who_comes_is_announced_once_on_the_day(client, place, store, announced):
    now = datetime.now(UTC)
    day = lambda days: (now + timedelta(days=days)).date().isoformat()  # noqa: E731
    people = [
        {"name": "旧租户", "role": "tenant", "to": day(3)},
        {"name": "新租户", "role": "tenant", "from": day(4)},
    ]
    client.as_(DESK).post("/households", json={"unit_id": str(place.unit.id), "people": people})
    for hours in (0, 24, 120, 121, 144):
        announce_moves(store, now + timedelta(hours=hours))
    told = [(data["version"], [p["name"] for p in data["people"]]) for _, data in announced("intake.household.changed")]
    assert told == [(1, ["旧租户"]), (2, ["新租户"])]
    assert len(announced("intake.household.contacts_changed")) == 2


def test_a_review_is_dated_and_a_file_without_one_becomes_due(client, place):
    desk = client.as_(DESK)
    file = desk.post("/households", json={"unit_id": str(place.unit.id)}).json
    assert desk.get("/households?review_due=true").json["items"] == []
    reviewed = client.as_(MANAGER).post(f"/households/{file['id']}/review", json={"version": file["version"]})
    assert reviewed.status_code == 200 and reviewed.json["reviewed_at"]
    assert desk.post(f"/households/{file['id']}/review", json={"version": file["version"]}).status_code == 412
    assert client.as_(CASHIER).post(f"/households/{file['id']}/review", json={"version": 2}).status_code == 403
