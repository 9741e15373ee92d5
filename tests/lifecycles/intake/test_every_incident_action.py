"""Every state × every door of an incident: proposed, going on, and decided once (C-2, RD-17)."""

import pytest

from services.intake.incidents.lifecycle import LIFECYCLE, IncidentState
from services.intake.incidents.models import Incident
from shared.ids import new_id
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE
from tests.lifecycles.sweep import EVERYONE, Sweep


@pytest.fixture
def sweep(client, app, store, opened, place, now):
    door = client.as_(EVERYONE)

    def act(incident: str, step: str, **facts) -> None:
        version = door.get(f"/incidents/{incident}").json["version"]
        answer = door.post(f"/incidents/{incident}/{step}", json=facts, version=version)
        assert answer.status_code == 200, (step, answer.json)

    def propose() -> str:
        with store.work(Principal.system(OPERATOR, SITE)) as work:
            made = Incident(id=new_id(), site_id=SITE, state=IncidentState.PROPOSED, description="停水")
            made.number, made.categories, made.began_at = work.number("I", SITE), ["unit.pipe.leak"], work.now
            made.by_name = "system"
            work.session.add(made)
        return str(made.id)

    def put(state) -> str:
        """With one ticket that hangs on it and one that may."""
        made = propose()
        hanging, free = opened()["id"], opened()["id"]
        sweep.facts |= {"ticket_id": hanging, "tickets": [free]}
        if state in ("active", "ended"):
            act(made, "confirm", description="停水", tickets=[hanging])
        if state == "ended":
            act(made, "end", outcome="恢复")
        if state == "dismissed":
            act(made, "dismiss", reason="不是")
        return made

    sweep = Sweep(client, app, store, LIFECYCLE, "/incidents", put)
    return sweep


def test_every_door_of_an_incident_is_in_its_table(sweep):
    assert sweep.strangers() == set() and len(sweep.found()) == 6


def test_what_is_illegal_is_refused_and_what_is_legal_happens(sweep):
    sweep.go_through()
