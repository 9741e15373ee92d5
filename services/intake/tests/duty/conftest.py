"""A desk on duty, its handover, and people with real passwords to sign it."""

import pytest

from shared.testing.people import SITE


@pytest.fixture
def settings_of(store, place):
    """`settings_of(**duty)`: the site's own rules of duty."""
    from services.intake.directory.models import Site
    from shared.principal import Principal
    from shared.testing.people import OPERATOR

    def put(holidays=(), **duty):
        with store.work(Principal.system(OPERATOR)) as work:
            site = work.session.get(Site, SITE)
            site.settings = {**site.settings, "holidays": list(holidays), "rules": {"duty": duty}}

    return put


@pytest.fixture
def opened(client, desk, place):
    """`opened(**facts)` -> a ticket at the desk."""

    def open_one(**facts) -> dict:
        asked = {"site_id": str(SITE), "kind": "repair_public", "public_place": "大堂", "description": "大堂灯不亮"}
        answer = client.as_(desk).post("/tickets", json={**asked, **facts})
        assert answer.status_code == 201, answer.json
        return answer.json

    return open_one


@pytest.fixture
def on_duty(client, desk, place):
    answer = client.as_(desk).post("/duty/begin", json={"site_id": str(SITE)})
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def night(client, admin, place):
    """Whoever takes over: an account with a password of its own."""
    asked = {"login": "wang", "name": "王强", "password": "takes over at six", "roles": {str(SITE): ["night_duty"]}}
    answer = client.as_(admin).post("/accounts", json=asked)
    assert answer.status_code == 201, answer.json
    return {"login": "wang", "password": "takes over at six"}


@pytest.fixture
def gate(client, desk):
    """The doors of one handover: each gives (status, body) and sends the version just read."""
    return Gate(client.as_(desk))


class Gate:
    def __init__(self, door):
        self.door, self.seen = door, {}

    def draw(self):
        return self.keep(self.door.post("/handovers", json={"site_id": str(SITE)}))

    def take(self, step: str, **facts):
        path = f"/handovers/{self.seen['id']}/{step}"
        return self.keep(self.door.post(path, json=facts, version=self.seen["version"]))

    def acknowledge(self, number: str, **facts):
        item = next(item for item in self.seen["items"] if item["number"] == number)
        return self.take(f"items/{item['id']}/acknowledge", **facts)

    def count(self, outgoing: int = 0, incoming: int = 0, **more):
        counted = {"outgoing_count": outgoing, "incoming_count": incoming, **more}
        return self.take("count", counts=[{"code": line["code"], **counted} for line in self.seen["counts"]])

    def keep(self, answer):
        if answer.status_code < 300:
            self.seen = answer.json
        return answer.status_code, answer.json
