"""A burst of tickets in one building, and the incident it proposes."""

from datetime import timedelta

import pytest

from services.intake.tests.tickets.conftest import look, opened, tell  # noqa: F401
from services.intake.tickets.models import Ticket
from shared.testing.people import SITE


@pytest.fixture
def burst(opened, store, now, desk):  # noqa: F811
    """`burst(n, **facts)`: so many tickets that are alike, opened within the last half hour before `now`."""

    def come_in(count: int = 3, **facts) -> list[dict]:
        made = [opened(**{"description": f"没有水 {n}", **facts}) for n in range(count)]
        with store.work(desk) as work:
            for n, one in enumerate(made):
                work.session.get(Ticket, _id(one)).opened_at = now - timedelta(minutes=30 - n)
        return made

    return come_in


def _id(one: dict):
    from uuid import UUID

    return UUID(one["id"])


@pytest.fixture
def proposed(burst, tick, now, client, desk):
    """The incident that three leaks in building 3 proposed, with their tickets."""
    tickets = burst(3)
    tick(now)
    (incident,) = client.as_(desk).get("/incidents?state=proposed").json["items"]
    return incident, tickets


@pytest.fixture
def step(client, desk):
    """`step(incident, "confirm", who=…, **facts)` -> the answer, with the version as it stands now."""

    def take(incident: dict, action: str, who=desk, **facts):
        door = client.as_(who)
        version = client.as_(desk).get(f"/incidents/{incident['id']}").json["version"]
        return door.post(f"/incidents/{incident['id']}/{action}", json=facts, version=version)

    return take


@pytest.fixture
def active(proposed, step):
    """Confirmed: three tickets hang on it."""
    incident, tickets = proposed
    answer = step(incident, "confirm", description="三栋水泵停机，全楼停水")
    assert answer.status_code == 200, answer.json
    return answer.json, tickets


@pytest.fixture
def of_site() -> dict:
    return {"site_id": str(SITE)}
