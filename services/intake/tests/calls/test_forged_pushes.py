"""Pushes somebody forged, stole, copied or bent: none has an effect (reliability.md 2.7 item 4, ASVS 1.5.3)."""

import ast
import gzip
import inspect
import io
import json
import time
from uuid import uuid4

import pytest

from services.intake.accounts.models import PushSecret
from services.intake.calls import integrations, signatures
from services.intake.tests.calls.conftest import PROFILE, record
from shared.ids import new_id
from shared.principal import Principal
from shared.testing.people import ADMIN, OPERATOR, SITE

RAW = b'{"Unique Key": "7", "Borough": "Manhattan"}'
NOTHING = dict.fromkeys(("pushes", "tickets", "push_signatures", "outbox", "chronicle_entries", "numbers"), 0)


@pytest.fixture
def hotline(client, place, platform):
    """A second platform, made by the admin: its credentials as they are shown once."""
    asked = {"code": "second", "name": "Second", "site_ids": [str(SITE)]}
    return client.as_(ADMIN).post("/integrations", json=asked).json


def secret_of(credentials: dict) -> bytes:
    import base64

    return base64.b64decode(credentials["push_secret"].removeprefix("whsec_"))


def test_the_secret_of_one_platform_signs_for_no_other(push, hotline, left):
    assert push(record(), secret=secret_of(hotline)).status_code == 401 and left() == NOTHING


@pytest.mark.parametrize("at", range(0, len(RAW), 7))
def test_a_body_with_one_byte_changed_is_refused(at, push, left):
    bent = RAW[:at] + bytes([RAW[at] ^ 1]) + RAW[at + 1 :]
    assert push(None, raw=bent, headers=push.signed(RAW)).status_code == 401 and left() == NOTHING


def test_a_query_changes_nothing_of_what_was_signed(push, client, platform, left):
    """It is not read at all, so it need not be signed; a copy with another query is the same copy."""
    headers = {**push.signed(RAW), "Content-Type": "application/json"}
    first = client.post(f"{platform.path}/pushes?site_id={uuid4()}&state=closed", data=RAW, headers=headers)
    assert first.status_code == 201 and first.json["state"] == "open"
    before = left()
    again = client.post(f"{platform.path}/pushes?other=1", data=RAW, headers=headers)
    assert again.status_code == 401 and left() == before


def test_a_copy_is_refused_for_as_long_as_its_time_stamp_is_good_and_no_longer_afterwards_either(push, left, tick):
    from datetime import UTC, datetime, timedelta

    headers = push.signed(RAW, at=time.time() - 240)
    assert push(None, raw=RAW, headers=headers).status_code == 201
    before = left()
    assert [push(None, raw=RAW, headers=headers).status_code for _ in range(5)] == [401] * 5 and left() == before
    tick(datetime.now(UTC) + timedelta(minutes=4))  # nothing is forgotten that may still be copied
    assert push(None, raw=RAW, headers=headers).status_code == 401


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_header_that_stands_twice_is_not_chosen_from(name, push, client, platform, left):
    good = push.signed(RAW)
    twice = [*good.items(), (name, good[name] + "1"), ("Content-Type", "application/json")]
    answer = client._client.post(f"/api/v1{platform.path}/pushes", data=RAW, headers=twice)
    assert answer.status_code in (201, 401)
    if name != "webhook-signature":  # a list of signatures is what the convention says
        assert answer.status_code == 401 and left() == NOTHING


def test_a_packed_body_is_not_unpacked(push, client, platform, left):
    packed = gzip.compress(RAW)
    headers = {**push.signed(packed), "Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert client.post(f"{platform.path}/pushes", data=packed, headers=headers).status_code in (400, 415)
    over_plain = {**push.signed(RAW), "Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert client.post(f"{platform.path}/pushes", data=packed, headers=over_plain).status_code == 401
    assert left() == NOTHING


@pytest.mark.parametrize(("sent", "status"), [(RAW, 201), (RAW + b" ", 401), (b"", 401)])
def test_a_body_in_chunks_is_checked_as_it_arrived(sent, status, push, client, platform):
    environ = {"wsgi.input": io.BytesIO(sent), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    headers = {**push.signed(RAW), "Content-Type": "application/json"}
    path = f"/api/v1{platform.path}/pushes"
    assert client._client.post(path, headers=headers, environ_overrides=environ).status_code == status


def test_an_empty_secret_signs_nothing_even_if_one_came_to_be_kept(push, platform, store, left):
    with store.work(Principal.system(OPERATOR)) as work:
        work.session.add(PushSecret(id=new_id(), integration_id=platform.id, secret=b"", expires_at=None))
    assert push(record(), secret=b"").status_code == 401 and left() == NOTHING


def test_after_the_change_of_keys_both_are_good_and_the_former_ends_at_once_when_told(client, hotline, push):
    """Two live keys while the platform changes over; a stolen one is shut out without waiting (grace_hours 0)."""
    admin = client.as_(ADMIN)
    rotate = lambda hours: admin.post(f"/integrations/{hotline['id']}/rotate", json={"grace_hours": hours}).json  # noqa: E731

    def status(credentials) -> int:
        raw = b"{}"
        headers = {**push.signed(raw, secret=secret_of(credentials)), "Content-Type": "application/json"}
        return client.post(f"/integrations/{hotline['id']}/pushes", data=raw, headers=headers).status_code

    second = rotate(24)
    assert 401 not in (status(hotline), status(second))
    third = rotate(0)
    assert [status(hotline), status(second)] == [401, 401] and status(third) != 401


@pytest.mark.parametrize("profile", [{"profile": PROFILE}, {}], ids=["with a profile", "without a profile"])
def test_a_key_that_was_shut_out_is_told_nothing_else_whatever_it_pushes(
    profile, client, place, push, left, monkeypatch
):
    """Also by a process that knew the platform before: what is new, known, changed, or cannot be read."""
    monkeypatch.setattr(integrations, "KEPT_SECONDS", 3600)
    asked = {"code": "third", "name": "Third", "site_ids": [str(SITE)], **profile}
    current = client.as_(ADMIN).post("/integrations", json=asked).json
    path = f"/integrations/{current['id']}"

    def status(credentials, sent) -> int:
        raw = json.dumps(sent).encode()
        headers = {**push.signed(raw, secret=secret_of(credentials)), "Content-Type": "application/json"}
        return client.post(f"{path}/pushes", data=raw, headers=headers).status_code

    known = record("known")
    for sent in (record("new"), known, {**known, "Note": "another"}, {"Unique Key": "1"}, {}):
        assert status(current, known) in ((200, 201) if profile else (409,))
        former, before = current, left()
        current = client.as_(ADMIN).post(f"{path}/rotate", json={"grace_hours": 0}).json
        assert (status(former, sent), left()) == (401, before), sent


def test_signatures_are_compared_in_constant_time():
    """No `==` between a signature and the right one: every comparison of bytes goes through compare_digest."""
    tree = ast.parse(inspect.getsource(signatures.verify))
    compared = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    assert not [
        said for said in compared if "right" in said or "signature" in said.lower().replace("webhook-signature", "")
    ]
    assert "compare_digest" in inspect.getsource(signatures.verify)
