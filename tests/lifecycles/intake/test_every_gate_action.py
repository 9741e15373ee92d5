"""Every state × every door of passes, visitors, gate enquiries and parcels (C-2, RD-11, RD-14 to RD-16)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.intake.passes import models as passes
from services.intake.visitors import enquiries, parcels
from services.intake.visitors import models as visitors
from shared.testing.people import CASHIER, SITE
from tests.lifecycles.sweep import EVERYONE, Sweep

REASON = {"reason": "x"}
THINGS = {
    "/release-passes": (
        passes.LIFECYCLE,
        {
            "requested": (),
            "issued": (("confirm", {"how": "phone", "name": "陈静"}),),
            "used": (("confirm", {"how": "phone", "name": "陈静"}), ("use", {})),
            "cancelled": (("cancel", REASON),),
            "expired": (),
        },
    ),
    "/visitors": (
        visitors.LIFECYCLE,
        {
            "expected": (),
            "at_gate": (),
            "cleared": (("welcome", {}),),
            "inside": (("welcome", {}), ("admit", {})),
            "left": (("welcome", {}), ("admit", {}), ("leave", {})),
            "turned_away": (("turn-away", REASON),),
            "cancelled": (("cancel", REASON),),
            "missed": (),
        },
    ),
    "/gate-enquiries": (
        enquiries.LIFECYCLE,
        {
            "asked": (),
            "approved": (("approve", {"basis": "R-1"}),),
            "entered": (("approve", {"basis": "R-1"}), ("let-in", {})),
            "kept_out": (("refuse", REASON),),
            "withdrawn": (("withdraw", REASON),),
        },
    ),
    "/parcels": (
        parcels.LIFECYCLE,
        {
            "kept": (),
            "collected": (("collect", {"collected_by": "陈静", "signed": True}),),
            "returned": (("return", REASON),),
        },
    ),
}
FACTS = {"how": "phone", "name": "陈静", "collected_by": "陈静", "signed": True}
ANNOUNCED = ("expected", "cancelled", "missed")


@pytest.fixture(params=THINGS)
def sweep(request, client, app, store, place, tick):
    things, (lifecycle, ways) = request.param, THINGS[request.param]
    door, unit = client.as_(EVERYONE), {"unit_id": str(place.unit.id)}
    soon = datetime.now(UTC) + timedelta(hours=1)
    new = {
        "/release-passes": {**unit, "purpose": "goods", "items": [{"name": "沙发"}]},
        "/visitors": {**unit, "site_id": str(SITE), "name": "赵", "purpose": "访友"},
        "/gate-enquiries": {**unit, "what": "木地板"},
        "/parcels": unit,
    }[things]

    def put(state) -> str:
        asked = dict(new)
        if things == "/visitors" and state in ANNOUNCED:
            asked["expected_until"] = soon.isoformat()
        if state == "expired":
            asked["valid_until"] = soon.isoformat()
        made = door.post(things, json=asked)
        assert made.status_code == 201, made.json
        thing = made.json
        for step, facts in ways[state]:
            answer = door.post(f"{things}/{thing['id']}/{step}", json=facts, version=thing["version"])
            assert answer.status_code == 200, (step, answer.json)
            thing = answer.json
        if state in ("expired", "missed"):
            tick(soon + timedelta(minutes=1))
        return thing["id"]

    facts = {**FACTS, "how": "in_person"} if things == "/visitors" else FACTS
    sweep = Sweep(client, app, store, lifecycle, things, put, facts)
    sweep.nobody = CASHIER
    return sweep


def test_every_door_at_the_gate_is_in_its_table(sweep):
    assert sweep.strangers() == set() and len(sweep.found()) >= 3


def test_what_is_illegal_is_refused_and_what_is_legal_happens(sweep):
    sweep.go_through()
