"""A sandbox key is answered as the real one would be and opens nothing; what was sent can be looked back at."""

import base64
import json

import pytest

from services.intake.calls import attempts
from services.intake.tests.calls.conftest import record

NOTHING = {"pushes": 0, "tickets": 0, "outbox": 0, "chronicle_entries": 0}


@pytest.fixture
def sandbox(client, admin, platform):
    """The key, and `secret` as bytes."""
    given = client.as_(admin).post(f"{platform.path}/sandbox", json={})
    assert given.status_code == 201, given.json
    return {**given.json, "secret": base64.b64decode(given.json["push_secret"].removeprefix("whsec_"))}


def real(left) -> dict:
    counted = left()
    return {name: counted[name] for name in NOTHING}


def test_a_sandbox_push_is_answered_like_a_real_one_and_opens_nothing(push, sandbox, left):
    tried = push(record("1"), secret=sandbox["secret"])
    assert tried.status_code == 201 and tried.headers["Frontdesk-Sandbox"] == "true" and real(left) == NOTHING
    assert push(record("1"), secret=sandbox["secret"]).json == tried.json
    assert push(record("1", Note="changed"), secret=sandbox["secret"]).status_code == 409
    assert push(record("2", Borough="Mars"), secret=sandbox["secret"]).status_code == 422
    truly = push(record("1"))
    assert truly.status_code == 201 and "Frontdesk-Sandbox" not in truly.headers and left()["tickets"] == 1
    assert truly.json.keys() == tried.json.keys() and truly.json["unclassified"] == tried.json["unclassified"]
    assert tried.json["number"].startswith("X-") and truly.json["number"].startswith("T-")


def test_batches_events_and_reconciliations_work_there_too(push, client, platform, sandbox, left):
    lines = push({"records": [record("1"), record(None)]}, path="/pushes/batch", secret=sandbox["secret"])
    assert [line["status"] for line in lines.json["lines"]] == [201, 422] and lines.headers["Frontdesk-Sandbox"]
    said = {"specversion": "1.0", "id": "e", "source": "//x", "type": "t", "data": record("2")}
    key = {"Authorization": f"Bearer {sandbox['api_key']}", "Content-Type": "application/cloudevents+json"}
    post = lambda: client.post(f"{platform.path}/cloud-events", data=json.dumps(said), headers=key)  # noqa: E731
    assert (post().status_code, post().status_code) == (201, 200) and post().headers["Frontdesk-Sandbox"] == "true"
    span = {"from": "2020-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z", "external_ids": ["1", "3"]}
    compared = push(span, path="/reconciliations", secret=sandbox["secret"]).json
    assert (compared["missing_here"], compared["missing_there"]) == (["3"], ["2"]) and real(left) == NOTHING


def test_what_was_sent_can_be_looked_back_at_with_its_verdict(push, client, admin, platform, sandbox):
    push(record("1"), secret=sandbox["secret"])
    push(record("1", Note="x"), secret=sandbox["secret"])
    push(None, raw=b"{no json", secret=sandbox["secret"])
    push(record("1"), secret=b"a wrong secret, thirty-two bytes")
    push(record("real"))
    seen = client.as_(admin).get(f"{platform.path}/sandbox/attempts").json["items"]
    assert [(one["door"], one["status"]) for one in seen] == [
        ("signature", 401), ("push", 400), ("push", 409), ("push", 201),
    ]  # fmt: skip
    assert seen[3]["verdict"]["number"].startswith("X-") and json.loads(seen[3]["body"])["Unique Key"] == "1"
    assert "webhook-signature" not in str(seen) and seen[0]["verdict"]["detail"].endswith(
        "No signature fits this body."
    )
    key = {"Authorization": f"Bearer {sandbox['api_key']}"}
    assert client.get("/sandbox/attempts", headers=key).json["items"] == seen
    assert client.as_(admin).get("/sandbox/attempts").status_code == 401


def test_only_the_last_attempts_are_kept(push, client, admin, platform, sandbox, monkeypatch):
    monkeypatch.setattr(attempts, "KEPT", 2)
    for number in range(4):
        push(record(str(number)), secret=sandbox["secret"])
    seen = client.as_(admin).get(f"{platform.path}/sandbox/attempts").json["items"]
    assert [json.loads(one["body"])["Unique Key"] for one in seen] == ["3", "2"]


def test_a_sandbox_key_opens_no_door_of_the_real_thing(client, sandbox, place, platform):
    key = {"Authorization": f"Bearer {sandbox['api_key']}"}
    for path in ("/tickets", f"/integrations/{platform.id}", "/households"):
        assert client.get(path, headers=key).status_code == 403, path
    assert client.get("/units", headers=key).json["items"] == client.get("/sites", headers=key).json["items"] == []
    asked = {"service_code": "unit.pipe.leak", "address_string": "gate", "api_key": sandbox["api_key"]}
    refused = client.page("POST", "/open311/v2/requests.json", data={**asked, "jurisdiction_id": "CH"})
    assert refused.status_code in (400, 403, 404)


def test_keys_of_the_sandbox_end_alone_and_real_ones_live_on(push, client, admin, desk, platform, sandbox):
    assert client.as_(desk).post(f"{platform.path}/sandbox", json={}).status_code == 403
    again = client.as_(admin).post(f"{platform.path}/sandbox", json={}).json
    assert push(record("1"), secret=sandbox["secret"]).status_code == 401
    fresh = base64.b64decode(again["push_secret"].removeprefix("whsec_"))
    assert push(record("1"), secret=fresh).status_code == 201
    assert client.as_(admin).post(f"{platform.path}/sandbox/end", json={}).status_code == 200
    assert push(record("2"), secret=fresh).status_code == 401 and push(record("1")).status_code == 201
