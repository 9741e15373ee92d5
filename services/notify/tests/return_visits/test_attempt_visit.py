"""What the customer says is written down, and starts what it must (RV-2, RV-3)."""

from dataclasses import replace
from datetime import datetime

import pytest

from services.notify.return_visits.models import ReturnVisit, VisitAttempt
from shared.testing import people


@pytest.fixture
def visit(world, rows):
    world.complete(world.open())
    return rows(ReturnVisit)[0]


def attempt(client, visit, who, version=1, **said):
    return client.as_(who).post(f"/return-visits/{visit.id}/attempts", json=said, version=version)


def test_a_satisfied_customer_ends_the_visit(client, visit, desk, announced, rows):
    answer = attempt(client, visit, desk, result="reached", outcome="satisfied", score=5, note="很好")
    assert answer.status_code == 200, answer.json
    assert (answer.json["state"], answer.json["score"], answer.json["allowed"]) == ("done", 5, [])
    (told,) = [data for name, data in announced() if name == "notify.return_visit.completed"]
    assert (told["outcome"], told["score"], told["attempts"]) == ("satisfied", 5, 1)
    assert [a.by_name for a in rows(VisitAttempt)] == ["Desk"]


@pytest.mark.parametrize("outcome", ["dissatisfied", "still_broken", "new_request"])
def test_a_bad_answer_is_announced_for_rework(client, visit, night_duty, announced, outcome):
    assert attempt(client, visit, night_duty, result="reached", outcome=outcome, note="还在漏").status_code == 200
    (told,) = [data for name, data in announced() if name == "notify.return_visit.completed"]
    assert told["outcome"] == outcome and told["work_order_id"] == visit.work_order_id


def test_whoever_did_the_work_does_not_ask(client, visit, desk):
    answer = attempt(client, visit, replace(desk, login="TECH"), result="reached", outcome="satisfied")
    assert answer.status_code == 403 and "did the work" in answer.json["detail"]


def test_who_does_not_answer_is_tried_again_and_then_unreachable(client, visit, desk, announced):
    first = attempt(client, visit, desk, result="no_answer").json
    assert first["state"] == "attempted" and first["attempts"] == 1
    assert datetime.fromisoformat(first["next_at"]).hour == 1  # nine o'clock in Shanghai
    assert attempt(client, visit, desk, 2, result="no_answer").json["state"] == "attempted"
    assert attempt(client, visit, desk, 3, result="no_answer").json["state"] == "unreachable"
    (told,) = [data for name, data in announced() if name == "notify.return_visit.unreachable"]
    assert told["attempts"] == 3


def test_an_unreachable_customer_may_still_phone_back(client, visit, desk):
    for version in (1, 2, 3):
        attempt(client, visit, desk, version, result="no_answer")
    assert attempt(client, visit, desk, 4, result="reached", outcome="satisfied").json["state"] == "done"


def test_who_refuses_has_answered(client, visit, desk, announced):
    assert attempt(client, visit, desk, result="refused").json["outcome"] == "refused"
    assert [n for n, _ in announced() if n.startswith("notify.return")] == ["notify.return_visit.completed"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"result": "reached"}, "outcome"),
        ({"result": "no_answer", "outcome": "satisfied"}, "result"),
        ({"result": "reached", "outcome": "satisfied", "score": 6}, "score"),
        ({"result": "perhaps"}, "result"),
        ({"result": "reached", "outcome": "glad"}, "outcome"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(client, visit, desk, announced, said, field):
    answer = attempt(client, visit, desk, **said)
    assert answer.status_code == 422 and field in answer.json["errors"]


def test_of_two_callers_one_wins(client, visit, desk):
    assert attempt(client, visit, desk, result="no_answer").status_code == 200
    assert attempt(client, visit, desk, result="no_answer").status_code == 412
    bare = client.as_(desk).post(f"/return-visits/{visit.id}/attempts", json={"result": "no_answer"})
    assert bare.status_code == 428


def test_a_visit_that_is_done_stays_done(client, visit, desk):
    attempt(client, visit, desk, result="reached", outcome="satisfied")
    again = attempt(client, visit, desk, 2, result="reached", outcome="dissatisfied")
    assert again.status_code == 409 and again.json["allowed"] == []


def test_a_supervisor_waives_with_a_reason(client, visit, supervisor, desk):
    path = f"/return-visits/{visit.id}/waive"
    assert client.as_(desk).post(path, json={"reason": "x"}, version=1).status_code == 403
    assert client.as_(supervisor).post(path, json={}, version=1).status_code == 422
    waived = client.as_(supervisor).post(path, json={"reason": "客户已搬走"}, version=1)
    assert (waived.json["state"], waived.json["reason"]) == ("waived", "客户已搬走")


def test_a_stranger_finds_nothing(client, visit, stranger):
    assert attempt(client, visit, stranger, result="no_answer").status_code == 404
    assert client.as_(people.NEIGHBOUR).get(f"/return-visits/{visit.id}").status_code == 404
    assert client.as_(stranger).get("/return-visits").json["items"] == []
