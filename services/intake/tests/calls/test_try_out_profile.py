"""A profile is tried on a sample before it is in force; nothing is written."""

from services.intake.tests.calls.conftest import PROFILE, record

NOTHING = {"pushes": 0, "tickets": 0, "push_signatures": 0, "outbox": 0, "chronicle_entries": 0, "numbers": 0}


def test_a_dry_run_says_what_would_become_of_every_line(client, admin, platform, left):
    lines = [record("1"), record(None), record("3", Type="量子", **{"Complaint Type": "GRAVITY"})]
    answer = client.as_(admin).post(f"{platform.path}/profile/dry-run", json={"records": lines})
    assert answer.status_code == 200, answer.json
    said = answer.json
    assert (said["readable"], said["refused"], said["unclassified"]) == (2, 1, 1) and left() == NOTHING
    assert said["lines"][0]["facts"]["unit_code"] == "3-2-1201" and said["lines"][1]["status"] == 422
    assert {one["value"]: one["times"] for one in said["unknown"]} == {"量子": 1, "GRAVITY / SLOW LEAK": 1}


def test_a_profile_sent_along_is_tried_instead_and_its_faults_are_named(client, admin, platform):
    path = f"{platform.path}/profile/dry-run"
    other = {**PROFILE, "site": {"default": "JX"}}
    said = client.as_(admin).post(path, json={"records": [record()], "profile": other}).json
    assert said["lines"][0]["facts"]["site"] == "JX"
    wrong = client.as_(admin).post(path, json={"records": [record()], "profile": {"timezone": "x"}})
    assert wrong.status_code == 422 and "profile.timezone" in wrong.json["errors"]


def test_only_an_admin_tries_profiles(client, desk, stranger, platform):
    path = f"{platform.path}/profile/dry-run"
    assert client.as_(desk).post(path, json={"records": [{}]}).status_code == 403
    assert client.as_(stranger).post(path, json={"records": [{}]}).status_code == 404


def test_a_profile_is_put_in_force_whole_or_not_at_all(client, admin, desk, push, platform):
    path = f"{platform.path}/profile"
    other = {**PROFILE, "external_id": ["Ticket No"]}
    assert client.as_(desk).put(path, json=other).status_code == 403
    wrong = client.as_(admin).put(path, json={**other, "colour": 1})
    assert wrong.status_code == 422 and "profile.colour" in wrong.json["errors"]
    assert push(record("1")).status_code == 201
    assert client.as_(admin).put(path, json=other).json["profile"] == other
    assert push(record("2")).status_code == 422 and push({**record(None), "ticket_no": 2}).status_code == 201
