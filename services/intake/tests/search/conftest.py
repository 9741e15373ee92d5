"""Intake with a place, and tickets opened through the door; another platform's words can be pushed."""

import pytest

from shared.testing.people import SITE


@pytest.fixture
def service():
    from services.intake.service import service

    return service


@pytest.fixture
def opened(client, desk, place):
    """`opened(**facts)` -> a ticket as the door answers it."""

    def post(who=desk, **facts):
        said = {"site_id": str(SITE), "kind": "enquiry", "description": "问一下停车费"}
        answer = client.as_(who).post("/tickets", json=said | facts)
        assert answer.status_code == 201, answer.json
        return answer.json

    return post


@pytest.fixture
def found(client, desk):
    """`found("漏水", state="open")` -> the numbers of what is found, as they stand in the list."""

    def ask(text, who=desk, **filters):
        answer = client.as_(who).get("/tickets", query_string={"text": text, **filters})
        assert answer.status_code == 200, answer.json
        return [ticket["number"] for ticket in answer.json["items"]]

    return ask
