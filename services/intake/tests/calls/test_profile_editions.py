"""A profile has dated editions: a push is read with the one of its time, and a broken one is never kept (RV-9)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.intake.calls import accepting
from services.intake.calls.models import Push
from services.intake.tests.calls.conftest import PROFILE, record

OTHER = {**PROFILE, "external_id": ["Ticket No"]}
BROKEN = {**PROFILE, "timezone": "Mars/Olympus", "kind": {"field": "Type", "map": {"x": "no_such_kind"}}}


@pytest.fixture
def editions(client, admin, platform):
    """`editions()` lists them, newest first; `editions(profile, …)` keeps one."""

    def ask(profile=None, **facts):
        path = f"{platform.path}/profile/editions"
        if profile is None:
            return client.as_(admin).get(path).json["items"]
        return client.as_(admin).post(path, json={"profile": profile, **facts})

    return ask


def test_every_edition_stays_with_its_number_its_time_and_its_author(editions, push, on_record, admin):
    assert push(record("1")).status_code == 201
    kept = editions(OTHER, note="They renamed the field")
    assert kept.status_code == 201 and kept.json["number"] == 2 and kept.json["made_by"] == admin.name
    second, first = editions()
    assert (first["number"], first["profile"]) == (1, PROFILE) and second["note"] == "They renamed the field"
    assert second["in_force_at"] is not None and second["profile"] == OTHER
    assert push(record("2")).status_code == 422 and push({**record(None), "Ticket No": 2}).status_code == 201
    (act,) = [entry for entry in on_record() if entry.action == "integration.profile_kept"]
    assert '"edition":2' in str(act.after).replace(" ", "")


def test_a_broken_profile_is_not_kept_and_every_fault_is_named(editions, push, client, admin, platform):
    refused = editions(BROKEN)
    assert refused.status_code == 422 and set(refused.json["errors"]) == {"profile.timezone", "profile.kind"}
    assert "known are" in refused.json["errors"]["profile.kind"][0]
    assert editions() == [] and push(record()).status_code == 201
    assert client.as_(admin).put(f"{platform.path}/profile", json=BROKEN).status_code == 422


def test_a_planned_edition_waits_for_its_time_and_then_reads(editions, push, tick, store, platform, client, admin):
    begins = datetime.now(UTC) + timedelta(hours=1)
    assert editions(OTHER, valid_from=begins.isoformat()).json["in_force_at"] is None
    assert push(record("1")).status_code == 201
    later = begins + timedelta(seconds=1)
    raw = b'{"Ticket No": "2", "Borough": "Manhattan"}'
    headers = push.signed(raw, at=later.timestamp())
    outcome = accepting.accept_signed(store, platform.id, headers, raw, later)  # before the clock was there
    assert outcome.status == 201
    tick(later)
    shown = client.as_(admin).get(platform.path).json
    assert shown["profile"] == OTHER and editions()[0]["in_force_at"] is not None
    with store.reading(None) as session:
        assert {one.external_id: one.edition for one in session.query(Push)} == {"1": 1, "2": 2}


def test_a_planned_edition_can_be_withdrawn_and_one_in_force_cannot(editions, push, tick, client, admin, platform):
    begins = datetime.now(UTC) + timedelta(minutes=5)
    number = editions(OTHER, valid_from=begins.isoformat()).json["number"]
    path = f"{platform.path}/profile/editions"
    assert client.as_(admin).post(f"{path}/{number}/withdraw", json={}).status_code == 200
    assert client.as_(admin).post(f"{path}/{number}/withdraw", json={}).status_code == 409
    assert client.as_(admin).post(f"{path}/1/withdraw", json={}).status_code == 409
    tick(begins + timedelta(hours=1))
    assert push(record("1")).status_code == 201 and client.as_(admin).get(f"{path}/{number}").json["withdrawn_at"]
    assert client.as_(admin).get(f"{path}/99").status_code == 404


def test_an_edition_does_not_begin_in_the_past(editions):
    assert editions(OTHER, valid_from="2020-01-01T00:00:00Z").json["errors"] == {"valid_from": ["Now, or later."]}


def test_a_dry_run_reads_csv_and_json_and_says_what_would_be_right(client, admin, platform, left):
    path = f"{platform.path}/profile/dry-run"
    table = (
        "Unique Key;Borough;Type;Urgency;Phone;Created Date\n1;Manhattan;Complant;Normal;call me;gestern\n2;Mars;;;;\n"
    )
    said = client.as_(admin).post(path, json={"sample": table}).json
    right = {one["field"]: one["right"] for one in said["lines"][0]["unclassified"]}
    assert right["Type"].startswith("One of 'complaint', '室内报修'; or add it to `kind`")
    assert "13812345521" in right["Phone"] and "%m/%d/%Y" in right["Created Date"]
    assert said["lines"][1]["problem"]["errors"] == {"Borough": ["One of: elsewhere, manhattan."]}
    assert said["warnings"][-1].startswith("Category no.such: not in our list") and left()["tickets"] == 0
    for sample in ('{"records": [{"Unique Key": 1}]}', '[{"Unique Key": 1}]', '{"Unique Key": 1}\n{"Unique Key": 2}'):
        assert client.as_(admin).post(path, json={"sample": sample}).json["lines"][0]["external_id"] == "1"
    for wrong in ("", "just words", "a,a\n1,2", "a,b\n1,2,3", '{"a": }', '"a,b\n1'):
        assert "sample" in client.as_(admin).post(path, json={"sample": wrong}).json["errors"], wrong
    assert client.as_(admin).post(path, json={}).status_code == 422
