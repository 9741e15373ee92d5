"""So many alike from one building within a window propose an incident; a person decides (RD-17)."""

from datetime import timedelta

import pytest

from services.intake.directory.models import Site
from shared.testing.people import SITE


def set_rules(store, desk, **rules):
    with store.work(desk) as work:
        site = work.session.get(Site, SITE)
        site.settings = {**site.settings, "rules": {"incidents": rules}}


def listed(client, desk, query=""):
    return client.as_(desk).get(f"/incidents{query}").json["items"]


def test_three_alike_in_one_building_within_an_hour_propose_one_incident(proposed, client, desk, announced):
    """RD-17; what is offered are the tickets that made it."""
    incident, tickets = proposed
    assert incident["state"] == "proposed" and incident["number"] == "I-2026-000001"
    assert incident["building_name"]["zh"] == "听雨阁" and incident["categories"] == ["unit.pipe.leak"]
    shown = client.as_(desk).get(f"/incidents/{incident['id']}").json
    assert [one["id"] for one in shown["offered"]] == [one["id"] for one in tickets] and shown["tickets"] == []
    ((_, told),) = announced("intake.incident.proposed")
    assert (told["number"], told["tickets"]) == ("I-2026-000001", 3)


def test_looked_at_again_it_is_proposed_once(proposed, tick, now, burst, client, desk):
    burst(2)
    tick(now + timedelta(minutes=1))
    assert len(listed(client, desk)) == 1


@pytest.mark.parametrize(
    ("rules", "count", "found"), [({}, 2, 0), ({"tickets": 2}, 2, 1), ({"tickets": 0}, 5, 0), ({"minutes": 10}, 3, 0)]
)
def test_how_many_and_how_close_are_the_sites_to_say(rules, count, found, store, desk, burst, tick, now, client, place):
    set_rules(store, desk, **rules)
    burst(count)
    tick(now)
    assert len(listed(client, desk)) == found


def test_a_rule_that_cannot_be_read_leaves_the_usual_one(store, desk, burst, tick, now, client, place):
    set_rules(store, desk, tickets="many", minutes=60)
    burst(3)
    tick(now)
    assert len(listed(client, desk)) == 1


def test_complaints_and_what_has_ended_make_no_burst(burst, tick, now, client, desk):
    """RV-4: a complaint is answered by itself."""
    burst(3, kind="complaint")
    for one in burst(3):
        client.as_(desk).post(f"/tickets/{one['id']}/cancel", json={"reason": "x"}, version=2)
    tick(now)
    assert listed(client, desk) == []


def test_what_was_dismissed_is_not_proposed_again_by_the_same_tickets(
    proposed, step, tick, now, client, desk, on_record
):
    incident, _ = proposed
    assert step(incident, "dismiss").status_code == 422
    done = step(incident, "dismiss", reason="三户各有各的原因").json
    assert (done["state"], done["outcome"]) == ("dismissed", "三户各有各的原因")
    tick(now + timedelta(minutes=2))
    assert [one["state"] for one in listed(client, desk)] == ["dismissed"]
    assert on_record()[-1].action == "incident.dismissed"


def test_nobody_abroad_sees_it(proposed, client, stranger):
    incident, _ = proposed
    assert client.as_(stranger).get(f"/incidents/{incident['id']}").status_code == 404
    assert client.as_(stranger).get("/incidents").json["items"] == []
