"""Every state × every door of steps, notices, corrective actions, workers' passes and water tests (C-2, RM-1)."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from services.intake.procedures import corrective, findings, states
from services.intake.renovations import models as works
from shared.testing.people import ADMIN, MANAGER
from tests.lifecycles.sweep import EVERYONE, Sweep

REASON, NOTE = {"reason": "x"}, {"note": "x"}
PLAN = {"cause": "x", "responsible": "x", "measure": "x", "due_at": "2100-01-01T00:00:00Z"}
THINGS = {
    "/procedure-steps": (
        states.STEPS,
        {
            "pending": (),
            "expected": (("expect", {"reference": "R-1"}),),
            "done": (("complete", {}),),
            "skipped": (("skip", REASON),),
        },
    ),
    "/findings": (
        findings.FINDINGS,
        {
            "open": (),
            "rectified": (("rectify", NOTE),),
            "closed": (("rectify", NOTE), ("accept", {})),
            "escalated": (("refuse", REASON),),
            "withdrawn": (("withdraw", REASON),),
        },
    ),
    "/corrective-actions": (
        corrective.ACTIONS,
        {
            "open": (),
            "planned": (("plan", PLAN),),
            "carried_out": (("plan", PLAN), ("carry-out", NOTE)),
            "effective": (("plan", PLAN), ("carry-out", NOTE), ("confirm", NOTE)),
        },
    ),
    "/worker-passes": (
        works.WORKER_PASSES,
        {"issued": (), "returned": (("return", {}),), "missing": (("miss", REASON),)},
    ),
    "/water-tests": (
        works.WATER_TESTS,
        {
            "running": (),
            "passed": (("pass", {"below": [{"unit": "x", "dry": True}]}),),
            "failed": (("fail", REASON),),
            "broken_off": (("break-off", REASON),),
        },
    ),
}
WHO = ["desk", "night_duty", "supervisor", "manager", "area_manager", "technician", "cashier"]
PAID = {"names": ["billing.bill.paid"], "reference": {"zh": "号", "en": "No."}, "only": False}
STEP = {"code": "seen", "name": {"zh": "看", "en": "Seen"}, "who": WHO, "event": PAID, "skip": {"who": WHO}, "fail": {}}
LAST = {"code": "last", "name": {"zh": "终", "en": "Last"}, "who": WHO}


@pytest.fixture
def running(client, place):
    """`running()`: a renovation of two plain steps, begun anew each time."""
    door, unit = client.as_(EVERYONE), str(place.unit.id)
    day = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    edition = {"name": LAST["name"], "steps": [STEP, LAST], "valid_from": day.isoformat()}
    answer = client.as_(ADMIN).put("/procedure-kinds/renovation", json=edition)
    assert answer.status_code == 201, answer.json

    def begin() -> dict:
        for one in door.get(f"/procedures?state=running&unit_id={unit}").json["items"]:
            ended = door.post(f"/procedures/{one['id']}/abandon", json=REASON, version=one["version"])
            assert ended.status_code == 200, ended.json
        made = door.post("/procedures", json={"kind": "renovation", "unit_id": unit})
        assert made.status_code == 201, made.json
        return made.json

    return begin


def made(door, things: str, procedure: dict) -> dict:
    """A fresh thing of this kind, in its first state."""
    notice = {"kind": "violation", "category": uuid4().hex, "description": "x"}
    parts = {
        "/findings": ("findings", notice),
        "/worker-passes": ("worker-passes", {"name": "吴强", "document": "D1"}),
        "/water-tests": ("water-tests", {"area": uuid4().hex, "started_at": "2020-01-01T00:00:00Z"}),
    }
    if things == "/procedure-steps":
        return procedure["steps"][0]
    if things == "/corrective-actions":
        for _ in range(3):
            assert door.post(f"/procedures/{procedure['id']}/findings", json=notice).status_code == 201
        return door.get(f"/corrective-actions?category={notice['category']}").json["items"][0]
    part, body = parts[things]
    answer = door.post(f"/procedures/{procedure['id']}/{part}", json=body)
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture(params=THINGS)
def sweep(request, client, app, store, running):
    things, (lifecycle, ways) = request.param, THINGS[request.param]
    door = client.as_(EVERYONE)
    procedure = running()

    def put(state) -> str:
        thing = made(door, things, running() if things == "/procedure-steps" else procedure)
        for step, facts in ways[state]:
            answer = door.post(f"{things}/{thing['id']}/{step}", json=facts, version=thing["version"])
            assert answer.status_code == 200, (step, answer.json)
            thing = answer.json
        return thing["id"]

    return Sweep(client, app, store, lifecycle, things, put, {"below": [{"unit": "x", "dry": True}]})


def test_every_door_of_the_steps_is_in_its_table(sweep):
    assert sweep.strangers() == set() and len(sweep.found()) >= 2


def test_what_is_illegal_is_refused_and_what_is_legal_happens(sweep):
    sweep.go_through()


def test_only_what_is_running_is_ended_before_it_is_done(client, running):
    procedure, path = running(), "/procedures/{}/abandon"
    door = client.as_(MANAGER)
    ended = door.post(path.format(procedure["id"]), json=REASON, version=procedure["version"])
    assert ended.json["state"] == "abandoned" and ended.json["allowed"] == []
    again = door.post(path.format(procedure["id"]), json=REASON, version=ended.json["version"])
    assert again.status_code == 409 and again.json["allowed"] == []


def test_what_is_finished_is_not_ended_any_more(client, running):
    procedure, door = running(), client.as_(EVERYONE)
    for step in procedure["steps"]:
        path = f"/procedure-steps/{step['id']}"
        assert door.post(f"{path}/complete", json={}, version=door.get(path).json["version"]).status_code == 200
    done = door.get(f"/procedures/{procedure['id']}").json
    assert (done["state"], done["allowed"]) == ("finished", [])
    refused = door.post(f"/procedures/{procedure['id']}/abandon", json=REASON, version=done["version"])
    assert refused.status_code == 409 and refused.json["allowed"] == []
