"""One cause behind many tickets: they hang on it, are told once, taken off singly, closed all at once (RD-17)."""

from datetime import timedelta
from uuid import UUID

from services.intake.tests.tickets.telling import WAY, order_event
from services.intake.tickets.models import Ticket
from shared.testing.people import NEIGHBOUR, SECOND_SITE, SITE

OUTCOME = "水泵已修复，18:10 恢复供水"


def states(tickets, look) -> list[str]:
    return [look(one)["state"] for one in tickets]


def test_confirmed_everything_offered_hangs_on_it_and_waits(active, look, announced, on_record):
    incident, tickets = active
    assert (incident["state"], incident["decided_by"]) == ("active", "Desk")
    assert {one["ticket"]["id"] for one in incident["tickets"]} == {one["id"] for one in tickets}
    waiting = look(tickets[0])
    assert waiting["state"] == "waiting" and waiting["waiting_reason"].startswith(incident["number"])
    ((_, told),) = announced("intake.incident.declared")
    assert {str(one) for one in told["ticket_ids"]} == {one["id"] for one in tickets}
    assert on_record()[-1].action == "incident.declared"


def test_only_those_named_hang_on_it_and_the_others_stay_offered(proposed, step, look):
    incident, tickets = proposed
    made = step(incident, "confirm", description="停水", tickets=[tickets[0]["id"]]).json
    assert [one["ticket"]["id"] for one in made["tickets"]] == [tickets[0]["id"]]
    assert [one["id"] for one in made["offered"]] == [one["id"] for one in tickets[1:]]
    assert states(tickets, look) == ["waiting", "open", "open"]


def test_opened_by_hand_what_comes_in_later_is_offered_and_told_what_the_others_were_told(
    client, desk, place, opened, of_site, now, announced, store, step
):
    facts = {"building_id": str(place.building.id), "category": "unit.pipe.leak", "message": "水泵停机，预计两小时恢复"}
    asked = {**of_site, "description": "三栋停水", **facts}
    made = client.as_(desk).post("/incidents", json=asked).json
    assert (made["state"], made["tickets"], made["offered"]) == ("active", [], [])
    late = opened()
    shown = client.as_(desk).get(f"/incidents/{made['id']}").json
    assert [one["id"] for one in shown["offered"]] == [late["id"]]
    assert step(made, "attach", tickets=[late["id"]]).status_code == 200
    told = [facts["ticket_ids"] for _, facts in announced("intake.incident.updated")]
    assert told == [[], [UUID(late["id"])]]


def test_what_somebody_works_on_already_goes_on_as_it_was(proposed, step, look, tell):
    incident, tickets = proposed
    for version, word in enumerate(WAY[:3], start=1):
        tell(order_event(tickets[0], word, version=version))
    step(incident, "confirm", description="停水")
    assert states(tickets, look) == ["in_progress", "waiting", "waiting"]


def test_what_cannot_hang_on_it_is_refused_with_what_would_be_right(active, opened, client, desk, step, now, place):
    incident, tickets = active
    complaint = opened(kind="complaint")
    ended = opened()
    client.as_(desk).post(f"/tickets/{ended['id']}/cancel", json={"reason": "x"}, version=1)
    neighbour = {"site_id": str(SECOND_SITE), "kind": "enquiry", "description": "别处"}
    foreign = client.as_(NEIGHBOUR).post("/tickets", json=neighbour).json
    for one in (complaint, ended, foreign):
        refused = step(incident, "attach", tickets=[one["id"]])
        assert refused.status_code == 422 and one["id"] in refused.json["errors"]["tickets"]
    other = client.as_(desk).post("/incidents", json={"site_id": str(SITE), "description": "电梯"}).json
    assert step(other, "attach", tickets=[tickets[0]["id"]]).status_code == 422


def test_one_is_taken_off_and_goes_on_where_its_work_stands(active, step, look, client, desk, tell, on_record):
    """Un-merge: it is not offered to the same incident again."""
    incident, tickets = active
    assert step(incident, "detach", ticket_id=tickets[0]["id"]).status_code == 422
    tell(order_event(tickets[1], "created", version=1))
    left = step(incident, "detach", ticket_id=tickets[0]["id"], reason="自家水管爆裂").json
    assert look(tickets[0])["state"] == "open" and left["offered"] == []
    assert [(one["detach_reason"], one["detached_by"]) for one in left["tickets"]][0] == ("自家水管爆裂", "Desk")
    assert step(incident, "detach", ticket_id=tickets[0]["id"], reason="x").status_code == 404
    kinds = [line["kind"] for line in client.as_(desk).get(f"/tickets/{tickets[0]['id']}/chronicle").json["items"]]
    assert {"incident.joined", "incident.left", "ticket.resumed"} <= set(kinds)
    assert on_record()[-1].action == "incident.ticket_detached"


def test_one_message_goes_to_everybody_who_called_and_moves_the_date(active, step, look, announced, now):
    incident, tickets = active
    until = (now + timedelta(hours=9)).isoformat()
    told = step(incident, "tell", message="抢修中，预计19:30恢复", expected_at=until).json
    assert told["message"] == "抢修中，预计19:30恢复" and told["told_at"]
    ((_, facts),) = announced("intake.incident.updated")
    assert {str(one) for one in facts["ticket_ids"]} == {one["id"] for one in tickets}
    assert look(tickets[0])["waiting_until"] == told["expected_at"]


def test_one_close_closes_everything_that_hangs_on_it(active, step, look, supervisor, announced, tell, on_record):
    incident, tickets = active
    for version, word in enumerate(WAY[:2], start=1):
        tell(order_event(tickets[1], word, version=version))
    for version, word in enumerate(WAY, start=1):
        tell(order_event(tickets[2], word, version=version, order=UUID(int=7)))
    assert states(tickets, look) == ["waiting", "dispatched", "resolved"]
    assert step(incident, "end", outcome=OUTCOME).status_code == 403  # it waives visits: for leaders (RV-1)
    over = step(incident, "end", who=supervisor, outcome=OUTCOME).json
    assert (over["state"], over["outcome"], over["allowed"]) == ("ended", OUTCOME, [])
    assert states(tickets, look) == ["closed", "closed", "resolved"]  # what was repaired keeps its visit (RW-7)
    closed = look(tickets[0])
    assert closed["ended_by"] == "incident" and OUTCOME in closed["end_reason"]
    ((_, facts),) = announced("intake.incident.ended")
    assert {str(one) for one in facts["ticket_ids"]} == {one["id"] for one in tickets}
    assert {facts["by"] for _, facts in announced("intake.ticket.closed")} == {"incident"}
    assert on_record()[-1].action == "incident.ended"


def test_after_the_end_stragglers_make_a_burst_of_their_own_only(
    active, step, supervisor, burst, tick, now, client, desk
):
    incident, _ = active
    step(incident, "end", who=supervisor, outcome=OUTCOME)
    burst(2)
    tick(now + timedelta(minutes=1))
    assert [one["state"] for one in client.as_(desk).get("/incidents").json["items"]] == ["ended"]


def test_of_two_at_the_same_version_one_wins(active, client, desk):
    incident, _ = active
    path = f"/incidents/{incident['id']}/tell"
    answers = [client.as_(desk).post(path, json={"message": "x"}, version=incident["version"]) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 412]


def test_by_hand_it_begins_here_and_not_later_than_now(client, desk, place, of_site, stranger):
    asked = {**of_site, "description": "停电"}
    for wrong in ({"building_id": str(UUID(int=5))}, {"category": "no.such"}, {"began_at": "2099-01-01T00:00:00Z"}):
        refused = client.as_(desk).post("/incidents", json={**asked, **wrong})
        assert refused.status_code == 422 and list(refused.json["errors"]) == list(wrong)
    assert client.as_(stranger).post("/incidents", json=asked).status_code in (403, 404)


def test_the_reader_without_a_part_in_it_sees_it_but_takes_no_step(active, client, cashier, store):
    incident, _ = active
    shown = client.as_(cashier).get(f"/incidents/{incident['id']}").json
    assert shown["allowed"] == [] and "caller" not in shown["tickets"][0]["ticket"]
    assert client.as_(cashier).post(f"/incidents/{incident['id']}/tell", json={"message": "x"}).status_code == 403
    with store.reading(None) as session:
        assert session.query(Ticket).count() == 3


def test_what_was_put_off_for_another_reason_waits_for_the_incident_no_longer(active, step, look, client, desk, now):
    """A new date of the incident is none of its business, and taken off it waits on."""
    incident, (first, second, _) = active
    for action, facts in (("resume", {}), ("wait", {"reason": "住户出差", "until": "2031-01-01T09:00:00+08:00"})):
        said = client.as_(desk).post(f"/tickets/{first['id']}/{action}", json=facts, version=look(first)["version"])
        assert said.status_code == 200, said.json
    until = (now + timedelta(hours=9)).isoformat()
    moved = step(incident, "tell", message="抢修中", expected_at=until).json["expected_at"]
    assert [look(one)["waiting_until"] for one in (first, second)] == ["2031-01-01T01:00:00Z", moved]
    for one in (first, second):
        assert step(incident, "detach", ticket_id=one["id"], reason="另有原因").status_code == 200
    assert states([first, second], look) == ["waiting", "open"]
