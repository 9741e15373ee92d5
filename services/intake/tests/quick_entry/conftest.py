"""A household that rings, and the page of a call as the desk uses it."""

import pytest

from services.intake.tests.tickets.conftest import look, opened, tell  # noqa: F401  the same ticket to act on
from services.intake.tests.tickets.test_ticket_pages import statements  # noqa: F401
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
def page(client):
    """`page(person, path, method, **options)` -> (status, text, answer)."""

    def ask(who, path, method="GET", lang="en", **options):
        headers = {"Accept": "text/html", "Accept-Language": lang, "Origin": "http://localhost"}
        answer = client.as_(who).page(method, path, headers=headers, **options)
        return answer.status_code, answer.get_data(as_text=True), answer

    return ask


@pytest.fixture
def ring(page, desk):
    """`ring(**typed)` sends the form of a call."""

    def send(who=desk, **typed):
        form = {"entry_id": str(new_id()), "site_id": str(SITE), **typed}
        return page(who, "/tickets/new", "POST", data=form)

    return send
