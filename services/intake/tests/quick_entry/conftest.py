"""A household that rings, and the page of a call as the desk uses it."""

import pytest

from services.intake.tests.tickets.conftest import look, opened, tell  # noqa: F401  the same ticket to act on
from shared.ids import new_id
from shared.testing.people import SITE

NUMBER = "13812345521"


@pytest.fixture
def household(client, desk, place):
    """李敏, owner of 3-2-1201, rung by NUMBER."""
    people = [{"name": "李敏", "role": "owner", "phones": [NUMBER]}]
    answer = client.as_(desk).post("/households", json={"unit_id": str(place.unit.id), "people": people})
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def ring(page, desk):
    """`ring(**typed)` sends the form of a call."""

    def send(who=desk, **typed):
        form = {"entry_id": str(new_id()), "site_id": str(SITE), **typed}
        return page(who, "/tickets/new", "POST", data=form)

    return send
