"""Every state × every door of a shift's handover: signed in turn, or not at all (C-2, RD-7)."""

import pytest

from services.intake.duty.gate import LIFECYCLE
from services.intake.tests.duty.conftest import night, on_duty  # noqa: F401
from shared.testing.people import SITE
from tests.lifecycles.sweep import EVERYONE, Sweep

UNDER_WAY = ("drawn", "handed_out")


@pytest.fixture
def sweep(client, app, store, on_duty, night):  # noqa: F811
    """Nothing is unfinished and every count is right, so that a handover may be signed at once."""
    door, last = client.as_(EVERYONE), []

    def act(step: str, **facts) -> None:
        version = door.get(f"/handovers/{last[-1]}").json["version"]
        answer = door.post(f"/handovers/{last[-1]}/{step}", json=facts, version=version)
        assert answer.status_code == 200, (step, answer.json)

    def put(state) -> str:
        """Of one shift at most one is under way: the one before is withdrawn first."""
        if last and door.get(f"/handovers/{last[-1]}").json["state"] in UNDER_WAY:
            act("withdraw", reason="x")
        drawn = door.post("/handovers", json={"site_id": str(SITE)})
        assert drawn.status_code == 201, drawn.json
        last.append(drawn.json["id"])
        counts = [{"code": line["code"], "outgoing_count": 0, "incoming_count": 0} for line in drawn.json["counts"]]
        sweep.facts["counts"] = counts
        act("count", counts=counts)
        if state in ("handed_out", "signed"):
            act("sign-outgoing")
        if state == "signed":
            act("sign-incoming", **night)
        if state == "withdrawn":
            act("withdraw", reason="x")
        return last[-1]

    sweep = Sweep(client, app, store, LIFECYCLE, "/handovers", put, {**night}, inner=("acknowledge",))
    sweep.noted, sweep.shows_allowed = ("audit_entries", "audit_heads", "sign_in_tries"), False
    return sweep


def test_every_door_of_a_handover_is_in_its_table(sweep):
    assert sweep.strangers() == set() and len(sweep.found()) >= 5


def test_what_is_illegal_is_refused_and_what_is_legal_happens(sweep):
    sweep.go_through()
