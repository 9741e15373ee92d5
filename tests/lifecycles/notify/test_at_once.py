"""Fifty callers record the same attempt of a return visit at once: it is one attempt and one outcome (C-3, RV-3)."""

import pytest

from services.notify.return_visits.models import ReturnVisit, VisitAttempt
from shared.testing.people import person
from tests.lifecycles.crowd import PEOPLE, at_once, one_won

OUTCOMES = ("satisfied", "dissatisfied", "still_broken", "new_request")


@pytest.mark.parametrize("known", [{"version": 1}, {"headers": {"If-Match": "*"}}], ids=["having read it", "blindly"])
def test_of_fifty_callers_one_is_heard(client, world, rows, announced, known):
    done = world.complete(world.open())
    (visit,) = rows(ReturnVisit, work_order_id=done["work_order_id"])
    callers = [client.as_(person(f"caller{n}", "desk")) for n in range(PEOPLE)]
    said = [{"result": "reached", "outcome": OUTCOMES[n % 4]} for n in range(PEOPLE)]
    path = f"/return-visits/{visit.id}/attempts"
    answers = at_once(lambda n: callers[n].post(path, json=said[n], **known))
    one_won(answers, told=(409, 412))
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 200)
    (stands,), (tried,) = rows(ReturnVisit), rows(VisitAttempt)
    assert (stands.state, stands.outcome, stands.attempts) == ("done", said[winner]["outcome"], 1)
    assert tried.by_login == f"caller{winner}"
    ((_, told),) = announced("notify.return_visit.completed")
    assert told["outcome"] == stands.outcome
