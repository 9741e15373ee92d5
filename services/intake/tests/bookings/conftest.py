"""A meeting room with hours, price, deposit and a rule for late cancellation."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.testing.people import SITE

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def room(client, manager, place):
    asked = {
        **{"site_id": str(SITE), "code": "M1", "name_zh": "一号会议室", "name_en": "Meeting room 1"},
        **{"kind": "meeting_room", "capacity": 12, "price_per_hour": "80.00", "deposit": "200.00"},
        "hours": [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "09:00", "to": "21:00"}],
    }
    answer = client.as_(manager).post("/facilities", json=asked)
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def at():
    """`at("10:00", days=2)`: that time of the site's wall, so many days from today."""

    def moment(clock: str, days: int = 2) -> str:
        day = (datetime.now(UTC) + timedelta(days=days)).astimezone(ZONE).date()
        return datetime.combine(day, time.fromisoformat(clock), ZONE).isoformat()

    return moment


@pytest.fixture
def book(client, desk, room, place, at):
    """`book("10:00", "11:30", **facts)` -> the answer of the door."""

    def ask(since: str, until: str, who=desk, days: int = 2, **facts):
        asked = {"facility_id": room["id"], "starts_at": at(since, days), "ends_at": at(until, days)}
        asked |= {"for_name": "陈静", "unit_id": str(place.unit.id), **facts}
        return client.as_(who).post("/bookings", json=asked)

    return ask
