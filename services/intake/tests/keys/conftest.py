"""A cabinet with a key of a unit and one of a public place, and a household that may borrow."""

from types import SimpleNamespace

import pytest

from shared.testing.people import DESK, SITE


@pytest.fixture
def door(client):
    return client.as_(DESK)


@pytest.fixture
def household(door, place) -> dict:
    people = [{"name": "李敏", "role": "owner", "phones": ["13812345521"]}, {"name": "张伟", "role": "tenant"}]
    answer = door.post("/households", json={"unit_id": str(place.unit.id), "people": people})
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def registered(door, place):
    """`registered(number, **facts)` -> an item in the cabinet."""

    def enter(number: str, **facts) -> dict:
        asked = {"site_id": str(SITE), "number": number, "kind": "key", "category": "public", "name": "地下室配电间"}
        answer = door.post("/keys", json={**asked, **facts})
        assert answer.status_code == 201, answer.json
        return answer.json

    return enter


@pytest.fixture
def take(door):
    """`take(item, step, **facts)` -> (status, body), with the version that was read."""

    def step(item: dict, action: str, who=None, version=None, **facts):
        version = version or door.get(f"/keys/{item['id']}").json["version"]
        answer = (who or door).post(f"/keys/{item['id']}/{action}", json=facts, version=version)
        return answer.status_code, answer.json

    return step


@pytest.fixture
def cabinet(registered, household, place) -> SimpleNamespace:
    unit = registered("B-1201", category="entrusted", unit_id=str(place.unit.id), name="3-2-1201 入户门")
    return SimpleNamespace(public=registered("A-017"), unit=unit, people=household["people"])


@pytest.fixture
def site_rules(store, place):
    """`site_rules(**keys)`: the site's own rules of keys."""
    from services.intake.directory.models import Site
    from shared.principal import Principal
    from shared.testing.people import OPERATOR

    def put(**keys):
        with store.work(Principal.system(OPERATOR)) as work:
            site = work.session.get(Site, SITE)
            site.settings = {**site.settings, "rules": {"keys": keys}}

    return put
