"""Who came in or tried to, and what was changed about who may, stands on the audit trail; no secret does."""

import json

from services.intake.tests.accounts.conftest import PASSWORD
from services.intake.tests.accounts.test_integrations import ASKED
from shared.testing.people import ADMIN, OPERATOR, SITE


def test_every_outcome_of_signing_in_is_on_record(client, limin, sign_in, on_record):
    sign_in()
    sign_in(password="not the password")
    sign_in("nobody knows this one")
    version = client.as_(ADMIN).get(f"/accounts/{limin['id']}").json["version"]
    client.as_(ADMIN).patch(f"/accounts/{limin['id']}", json={"disabled": True, "version": version})
    sign_in()
    entries = on_record()
    told = {(entry.action, entry.because, entry.about_id) for entry in entries}
    refused = "account.sign_in_refused"
    assert {(refused, "wrong password", limin["id"]), (refused, "disabled", limin["id"])} < told
    assert {(refused, "unknown login", "unknown"), ("account.signed_in", None, limin["id"])} < told
    (stranger,) = [entry for entry in entries if entry.because == "unknown login"]
    assert stranger.operator_id.int == 0 and "nobody knows" not in str(entries) and PASSWORD not in str(entries)


def test_roles_are_on_record_before_and_after(client, limin, on_record):
    asked = {"roles": {"CH": ["manager"]}, "version": limin["version"]}
    client.as_(ADMIN).patch(f"/accounts/{limin['id']}", json=asked)
    created, amended = on_record()
    assert (created.action, created.subject, created.operator_id) == ("account.created", "person:admin", OPERATOR)
    assert json.loads(amended.before) == {"roles": {str(SITE): ["desk", "cashier"]}}
    assert json.loads(amended.after) == {"roles": {str(SITE): ["manager"]}}


def test_keys_and_profiles_of_a_platform_are_on_record_without_the_keys(client, place, on_record):
    made = client.as_(ADMIN).post("/integrations", json=ASKED).json
    fresh = client.as_(ADMIN).post(f"/integrations/{made['id']}/rotate", json={"grace_hours": 1}).json
    asked = {"disabled": True, "version": client.as_(ADMIN).get(f"/integrations/{made['id']}").json["version"]}
    client.as_(ADMIN).patch(f"/integrations/{made['id']}", json=asked)
    entries = on_record()
    assert [entry.action.split(".")[1] for entry in entries] == ["created", "keys_rotated", "amended"]
    for secret in (made["api_key"], made["push_secret"], fresh["api_key"], fresh["push_secret"]):
        assert secret not in str(entries)
