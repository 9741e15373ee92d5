"""Platforms come in by a key that is shown once, and may change over without a gap (RO-1, RV-9)."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from services.intake.accounts.models import ApiKey, PushSecret
from services.intake.accounts.queries import live_push_secrets
from shared.testing.people import ADMIN, MANAGER, SITE, STRANGER, person
from shared.web import tokens

ASKED = {"code": "hotline", "name": "热线 Hotline", "site_ids": [str(SITE)]}


@pytest.fixture
def hotline(client, place) -> dict:
    answer = client.as_(ADMIN).post("/integrations", json=ASKED)
    assert answer.status_code == 201, answer.json
    return answer.json


def exchange(client, key: str):
    return client.post("/tokens", headers={"Authorization": f"Bearer {key}"})


def test_the_key_and_the_secret_are_shown_once_and_the_key_is_kept_as_a_hash(client, hotline, store):
    assert hotline["api_key"].startswith("fdk_") and hotline["push_secret"].startswith("whsec_")
    assert 24 <= len(base64.b64decode(hotline["push_secret"][6:])) <= 64
    again = client.as_(ADMIN).get(f"/integrations/{hotline['id']}")
    assert "api_key" not in again.json and "whsec" not in again.text
    with store.reading(None) as session:
        assert hotline["api_key"].split("_")[-1] not in session.scalar(select(ApiKey.secret_hash))


def test_a_key_is_exchanged_for_a_token_of_an_integration_at_its_sites(client, hotline, token_keys):
    answer = exchange(client, hotline["api_key"])
    assert answer.status_code == 200
    who = tokens.read(answer.json["token"], token_keys[1])
    assert (who.kind, who.login, dict(who.roles)) == ("integration", "hotline", {str(SITE): ("integration",)})
    direct = client.get("/sites", headers={"Authorization": f"Bearer {hotline['api_key']}"})
    assert [site["code"] for site in direct.json["items"]] == ["CH"]


def test_a_token_is_not_exchanged_again_and_a_person_gets_none(client, hotline):
    token = exchange(client, hotline["api_key"]).json["token"]
    assert exchange(client, token).status_code == 401
    assert client.as_(ADMIN).post("/tokens").status_code == 401


@pytest.mark.parametrize(
    "spoil", [lambda k: k[:-1] + ("A" if k[-1] != "A" else "B"), lambda k: "fdk_" + "0" * 32 + k[36:], lambda k: "fdk_"]
)
def test_a_wrong_key_opens_nothing(client, hotline, spoil):
    bad = spoil(hotline["api_key"])
    assert exchange(client, bad).status_code == 401
    assert client.get("/sites", headers={"Authorization": f"Bearer {bad}"}).status_code == 401


def test_rotation_keeps_two_live_secrets_and_never_three(client, hotline, store):
    admin = client.as_(ADMIN)
    rotate = lambda: admin.post(f"/integrations/{hotline['id']}/rotate", json={"grace_hours": 2}).json  # noqa: E731
    second = rotate()
    assert second["api_key"] != hotline["api_key"] and second["former_valid_until"]
    assert exchange(client, hotline["api_key"]).status_code == exchange(client, second["api_key"]).status_code == 200
    third = rotate()
    assert exchange(client, hotline["api_key"]).status_code == 401
    assert exchange(client, second["api_key"]).status_code == exchange(client, third["api_key"]).status_code == 200
    now = datetime.now(UTC)
    with store.reading(ADMIN) as session:
        assert len(session.scalars(select(PushSecret)).all()) == 3
        assert len(live_push_secrets(session, UUID(third["id"]), now)) == 2
        assert len(live_push_secrets(session, UUID(third["id"]), now + timedelta(hours=3))) == 1


def test_a_disabled_integration_is_shut_out_at_once(client, hotline):
    change = {"disabled": True, "version": 1}
    assert client.as_(ADMIN).patch(f"/integrations/{hotline['id']}", json=change).status_code == 200
    assert exchange(client, hotline["api_key"]).status_code == 401


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"site_ids": []}, 422, "site_ids"),
        ({"site_ids": ["01890a5d-ac96-774b-bcce-b302099a8057"]}, 422, "site_ids"),
        ({"profile": {"planets": 1}}, 422, "profile.planets"),
        ({}, 409, "code"),
    ],
)
def test_what_is_not_right_is_named(client, hotline, change, status, field):
    answer = client.as_(ADMIN).post("/integrations", json={**ASKED, "code": "other" if change else "hotline", **change})
    assert answer.status_code == status and field in answer.json["errors"], answer.json


def test_only_an_admin_of_the_same_operator_handles_integrations(client, hotline):
    assert client.as_(MANAGER).post("/integrations", json=ASKED).status_code == 403
    foreign = client.as_(person("chief", "admin", operator=STRANGER.operator_id, site="*"))
    assert foreign.get(f"/integrations/{hotline['id']}").status_code == 404
    assert foreign.post(f"/integrations/{hotline['id']}/rotate", json={}).status_code == 404
