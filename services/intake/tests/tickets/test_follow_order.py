"""The ticket follows its work order in whatever order dispatch's and notify's events arrive, and however often."""

from itertools import permutations
from uuid import uuid4

import pytest

from services.intake.tests.tickets.telling import REWORK, WAY, order_event, visit_event


def words(ticket, *steps, **more):
    return [order_event(ticket, step, version=at, minutes=at, **more) for at, step in enumerate(steps, start=1)]


def test_the_way_of_an_order_is_the_way_of_its_ticket(opened, tell, look, announced):
    ticket = opened()
    seen = []
    for word in words(ticket, *WAY):
        tell(word)
        seen.append(look(ticket)["state"])
    assert seen == ["open", "dispatched", "in_progress", "in_progress", "resolved"]
    moved = [(f["sequence"], f["action"], f["to_state"]) for _, f in announced("intake.ticket.moved")]
    assert [action for _, action, _ in moved] == ["open", "dispatch", "start", "resolve"]
    assert [at for at, _, _ in moved] == [1, 2, 3, 4] and moved[-1][2] == "resolved"


@pytest.mark.parametrize("turn", range(0, 120, 7))
def test_any_order_of_arrival_ends_the_same(turn, opened, tell, look):
    ticket = opened()
    told = words(ticket, *WAY)
    for place in list(permutations(range(5)))[turn]:
        tell(told[place])
    assert look(ticket)["state"] == "resolved"


def test_words_of_one_version_count_by_their_rank(opened, tell, look):
    """Dispatch creates and assigns in one transaction."""
    ticket = opened()
    tell(order_event(ticket, "assigned", version=1))
    tell(order_event(ticket, "created", version=1))
    assert look(ticket)["state"] == "dispatched"


def test_the_same_event_twice_moves_once(opened, tell, look):
    ticket = opened()
    first = tell(order_event(ticket, "assigned", version=1))
    tell(order_event(ticket, "assigned", version=1), event_id=first)
    tell(order_event(ticket, "assigned", version=1))
    assert look(ticket)["moves"] == 2


def test_an_event_before_its_ticket_waits_and_is_tried_again(opened, tell, hear, parked, now):
    ghost = {"id": str(uuid4()), "number": "T-1", "kind": "repair_unit", "priority": "normal"}
    tell(order_event(ghost, "assigned", version=1), aside=True)
    ((state, _, error),) = parked()
    assert state == "waiting" and "NotFound" in error


def test_suspended_work_makes_the_ticket_wait_with_reason_and_next_date(opened, tell, look):
    """RW-5."""
    ticket = opened()
    for word in words(ticket, "created", "assigned", "accepted", "waiting_parts"):
        tell(word)
    waiting = look(ticket)
    assert (waiting["state"], waiting["waiting_reason"]) == ("waiting", "A valve is ordered.")
    assert waiting["waiting_until"]
    tell(order_event(ticket, "arrived", version=5))
    assert look(ticket)["state"] == "in_progress" and look(ticket)["waiting_reason"] is None


def test_a_returned_and_reassigned_order_goes_back_to_dispatched(opened, tell, look):
    ticket = opened()
    for word in words(ticket, "created", "assigned", "accepted", "returned", "assigned"):
        tell(word)
    assert look(ticket)["state"] == "dispatched"


def test_a_cancelled_order_hands_the_ticket_back_to_the_desk(opened, tell, look):
    ticket = opened()
    for word in words(ticket, "created", "assigned", "cancelled"):
        tell(word)
    assert look(ticket)["state"] == "open"


def test_a_satisfied_visit_closes(opened, tell, look, announced):
    """RV-1, RV-3."""
    ticket = opened()
    for word in words(ticket, *WAY):
        tell(word)
    tell(visit_event(ticket, "satisfied"))
    closed = look(ticket)
    assert (closed["state"], closed["ended_by"]) == ("closed", "return_visit")
    ((_, facts),) = announced("intake.ticket.closed")
    assert facts["by"] == "return_visit"


def test_a_visit_that_overtakes_the_completion_closes_and_stays_closed(opened, tell, look):
    ticket = opened()
    told = words(ticket, *WAY)
    for word in (told[0], told[1], visit_event(ticket, "satisfied"), told[4], told[3], told[2]):
        tell(word)
    assert look(ticket)["state"] == "closed" and look(ticket)["moves"] == 4


@pytest.mark.parametrize("outcome", ["dissatisfied", "still_broken"])
def test_a_bad_visit_reopens_and_the_rework_order_closes(outcome, opened, tell, look, announced):
    """RW-8."""
    ticket, cause = opened(), uuid4()
    for word in words(ticket, *WAY):
        tell(word)
    tell(visit_event(ticket, outcome, visit_id=cause))
    assert (look(ticket)["state"], look(ticket)["reopened_times"]) == ("open", 1)
    tell(order_event(ticket, "reworked", version=1, order=REWORK, kind="rework", cause_id=cause))
    for word in words(ticket, *WAY, order=REWORK, kind="rework"):
        tell(word)
    tell(visit_event(ticket, "satisfied", order=REWORK))
    assert (look(ticket)["state"], look(ticket)["reopened_times"]) == ("closed", 1)
    ((_, facts),) = announced("intake.ticket.reopened")
    assert facts["cause_id"] == cause


@pytest.mark.parametrize("turn", range(0, 720, 59))
def test_rework_and_bad_visit_in_any_order_reopen_once(turn, opened, tell, look):
    ticket, cause = opened(), uuid4()
    for word in words(ticket, *WAY):
        tell(word)
    rework = {"order": REWORK, "kind": "rework"}
    told = [
        visit_event(ticket, "still_broken", visit_id=cause),
        order_event(ticket, "reworked", version=1, cause_id=cause, **rework),
        order_event(ticket, "assigned", version=1, **rework),
        order_event(ticket, "accepted", version=2, **rework),
        order_event(ticket, "arrived", version=3, **rework),
        order_event(ticket, "completed", version=4, **rework),
    ]
    for place in list(permutations(range(6)))[turn]:
        tell(told[place])
    assert (look(ticket)["state"], look(ticket)["reopened_times"]) == ("resolved", 1)


def test_a_late_visit_about_the_first_round_changes_nothing(opened, tell, look):
    ticket, cause = opened(), uuid4()
    for word in words(ticket, *WAY):
        tell(word)
    tell(visit_event(ticket, "still_broken", visit_id=cause))
    tell(visit_event(ticket, "satisfied"))
    assert look(ticket)["state"] == "open"
    tell(visit_event(ticket, "satisfied", order=REWORK), aside=True)


def test_a_passed_inspection_closes_a_public_repair_only(opened, tell, look, announced):
    """RW-7."""
    public = opened(kind="repair_public", unit_id=None, public_place="3栋大堂", category=None)
    for word in words(public, *WAY, "verified"):
        tell(word)
    assert (look(public)["state"], look(public)["ended_by"]) == ("closed", "inspection")
    inside = opened()
    for word in words(inside, *WAY, "verified", order=uuid4()):
        tell(word)
    assert look(inside)["state"] == "resolved"


def test_a_failed_inspection_reopens_with_its_cause(opened, tell, look):
    """RW-8."""
    ticket, cause = opened(kind="repair_public", unit_id=None, public_place="3栋大堂", category=None), uuid4()
    told = words(ticket, *WAY)
    failed = order_event(ticket, "verified", version=6, passed=False, cause_id=cause, note="Still dark.")
    for word in (*told[:3], failed, *told[3:]):
        tell(word)
    assert (look(ticket)["state"], look(ticket)["reopened_times"]) == ("open", 1)
    tell(order_event(ticket, "reworked", version=1, order=REWORK, kind="rework", cause_id=cause))
    assert (look(ticket)["state"], look(ticket)["reopened_times"]) == ("dispatched", 1)


@pytest.mark.parametrize("turn", range(0, 720, 61))
def test_of_two_rounds_the_later_counts_in_whatever_order_they_are_heard_of(turn, opened, tell, look):
    """Simulated day 97: both reworks overtook each other, and the ticket stood resolved for ever (RW-8)."""
    ticket = opened(kind="repair_public", unit_id=None, public_place="3栋大堂", category=None)
    again = {"order": uuid4(), "kind": "rework", "number": "W-2026-000003", "rework_of": REWORK}
    first, second = uuid4(), uuid4()
    for word in words(ticket, *WAY):
        tell(word)
    told = [
        order_event(ticket, "verified", version=6, passed=False, cause_id=first),
        order_event(ticket, "reworked", version=1, order=REWORK, kind="rework", cause_id=first),
        order_event(ticket, "completed", version=4, order=REWORK, kind="rework"),
        order_event(ticket, "verified", version=5, passed=False, cause_id=second, order=REWORK, kind="rework"),
        order_event(ticket, "reworked", version=1, cause_id=second, **again),
        order_event(ticket, "verified", version=5, passed=True, cause_id=uuid4(), **again),
    ]
    for place in list(permutations(range(6)))[turn]:
        tell(told[place])
    assert (look(ticket)["state"], look(ticket)["reopened_times"]) == ("closed", 2)


def test_nothing_moves_a_ticket_that_has_ended(opened, tell, look, client, desk):
    ticket = opened()
    client.as_(desk).post(f"/tickets/{ticket['id']}/cancel", json={"reason": "Withdrawn."}, version=1)
    for word in (*words(ticket, *WAY), visit_event(ticket, "still_broken")):
        tell(word)
    assert look(ticket)["state"] == "cancelled"
