"""Every state × every door of keys, counts, entrusted things, months and agreements (C-2, RF-2, RF-4, RF-5, RF-7)."""

from datetime import date
from uuid import UUID

import pytest

from services.intake.households import agreements, archive
from services.intake.keys import counts, models, things
from shared.testing.people import SITE
from tests.lifecycles.sweep import EVERYONE, Sweep

OF_SITE = {"site_id": str(SITE)}
STAFF = {"borrower_kind": "staff", "borrower_name": "张工"}


@pytest.fixture
def door(client):
    return client.as_(EVERYONE)


def made(answer) -> dict:
    assert answer.status_code in (200, 201), answer.json
    return answer.json


@pytest.fixture
def keys(client, app, store, place, door):
    new = {**OF_SITE, "kind": "key", "category": "public", "name": "配电间"}
    ways = {
        "lent": [("lend", {**STAFF, "purpose": "检修"})],
        "given_out": [("give-out", {"receiver": "李敏"})],
        "lost": [("report-lost", {"reason": "x"})],
        "destroyed": [("destroy", {"reason": "x"})],
    }

    def put(state) -> str:
        item = made(door.post("/keys", json=new))
        for step, facts in ways.get(str(state), ()):
            item = made(door.post(f"/keys/{item['id']}/{step}", json=facts, version=item["version"]))
        return item["id"]

    return Sweep(client, app, store, models.LIFECYCLE, "/keys", put, dict(STAFF))


@pytest.fixture
def key_counts(client, app, store, place, door, into):
    """Of a month one at a time: the one before is out of the way."""
    last: list[str] = []

    def put(state) -> str:
        if last:
            into(counts.KeyCount, UUID(last[-1]), counts.CountState.WITHDRAWN)
        last.append(made(door.post("/key-counts", json=OF_SITE))["id"])
        return last[-1] if state == "drawn" else into(counts.KeyCount, UUID(last[-1]), state)

    sweep = Sweep(client, app, store, counts.LIFECYCLE, "/key-counts", put, {"lines": []})
    sweep.shows_allowed = False
    return sweep


@pytest.fixture
def entrusted(client, app, store, place, door):
    left = {**OF_SITE, "kind": "papers", "description": "合同", "giver_name": "李敏"}
    ways = {"given_back": "give-back", "passed_on": "pass-on"}

    def put(state) -> str:
        thing = made(door.post("/entrusted-things", json=left))
        if str(state) in ways:
            facts = {"receiver_name": "李敏", "receiver_proof": "身份证"}
            made(door.post(f"/entrusted-things/{thing['id']}/{ways[state]}", json=facts, version=thing["version"]))
        return thing["id"]

    return Sweep(client, app, store, things.LIFECYCLE, "/entrusted-things", put)


@pytest.fixture
def months(client, app, store, place, door):
    """Each in a month of its own."""
    tried: list[int] = []

    def put(state) -> str:
        tried.append(len(tried))
        month = date(2025 - len(tried) // 12, 1 + len(tried) % 12, 1).isoformat()
        one = made(door.post("/register-months", json={**OF_SITE, "register": "title", "month": month}))
        for step in {"reviewed": ["review"], "signed": ["review", "sign"]}.get(str(state), ()):
            one = made(door.post(f"/register-months/{one['id']}/{step}", json={}, version=one["version"]))
        return one["id"]

    sweep = Sweep(client, app, store, archive.LIFECYCLE, "/register-months", put)
    sweep.shows_allowed = False
    return sweep


@pytest.fixture
def agreed(client, app, store, place, door):
    file = made(door.post("/households", json={"unit_id": str(place.unit.id)}))
    new = {"kind": "service", "title": "物业服务协议", "party": "李敏", "begins": "2024-01-01", "ends": "2026-12-31"}
    ways = {
        "renewed": ("renew", {"ends": "2030-12-31"}),
        "ended": ("end", {"ended_on": "2026-06-30", "reason": "x"}),
    }

    def put(state) -> str:
        one = made(door.post(f"/households/{file['id']}/agreements", json=new))
        if str(state) in ways:
            step, said = ways[state]
            made(door.post(f"/agreements/{one['id']}/{step}", json=said, version=one["version"]))
        return one["id"]

    facts = {"ends": "2030-12-31", "ended_on": "2026-06-30"}
    sweep = Sweep(client, app, store, agreements.LIFECYCLE, "/agreements", put, facts)
    sweep.shows_allowed = False
    return sweep


@pytest.fixture(params=["keys", "key_counts", "entrusted", "months", "agreed"])
def sweep(request, client, store, place, into):
    """The named one; what all of them stand on is asked for here, so that each runs on every database."""
    return request.getfixturevalue(request.param)


def test_every_door_is_in_its_table_and_what_is_illegal_is_refused_and_what_is_legal_happens(sweep):
    assert sweep.strangers() == set() and len(sweep.found()) == len(sweep.lifecycle.actions)
    sweep.go_through()
