"""Somebody with a password."""

import pytest

from shared.testing.people import ADMIN, SITE

PASSWORD = "correct horse battery"


@pytest.fixture
def extra_settings() -> dict:
    return {"sign_in_tries_per_login": 3, "sign_in_tries_per_address": 8}


@pytest.fixture
def limin(client, place) -> dict:
    """Li Min of the desk, as the admin made her account."""
    asked = {"login": "LiMin", "name": "李敏", "password": PASSWORD, "roles": {"CH": ["desk", "cashier"]}}
    answer = client.as_(ADMIN).post("/accounts", json=asked)
    assert answer.status_code == 201, answer.json
    assert answer.json["roles"] == {str(SITE): ["desk", "cashier"]}
    return answer.json


@pytest.fixture
def sign_in(client):
    return lambda login="limin", password=PASSWORD: client.post("/sign-in", json={"login": login, "password": password})
