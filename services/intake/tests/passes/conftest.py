"""A unit with its owner on file, and passes on their way."""

import pytest

from shared.testing.people import person

GUARD = person("guard", "guard")


@pytest.fixture
def guard():
    return GUARD


@pytest.fixture
def household(client, desk, place):
    people = [
        {"name": "陈静", "role": "owner", "phones": ["13800138000"]},
        {"name": "周磊", "role": "tenant", "phones": ["13800138001"]},
    ]
    answer = client.as_(desk).post("/households", json={"unit_id": str(place.unit.id), "people": people})
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def asked(client, desk, place):
    """`asked(**facts)` -> a pass that waits for the owner's word."""

    def ask(**facts) -> dict:
        wanted = {"unit_id": str(place.unit.id), "purpose": "goods", "items": [{"name": "沙发", "quantity": 2}]}
        answer = client.as_(desk).post("/release-passes", json={**wanted, **facts})
        assert answer.status_code == 201, answer.json
        return answer.json

    return ask


@pytest.fixture
def issued(client, desk, asked, household):
    """`issued(**facts)` -> a pass that the gate may let out."""
    (owner,) = [one for one in household["people"] if one["role"] == "owner"]

    def issue(**facts) -> dict:
        held = asked(**facts)
        said = {"how": "phone", "person_id": owner["id"]}
        answer = client.as_(desk).post(f"/release-passes/{held['id']}/confirm", json=said, version=held["version"])
        assert answer.status_code == 200, answer.json
        return answer.json

    return issue
