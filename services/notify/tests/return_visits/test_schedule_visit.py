"""Every resident gets a return visit within its days, whatever order the events come in (RV-1, RW-7)."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from services.notify.return_visits.models import ReturnVisit
from shared.contracts import intake
from shared.ids import new_id

LOCAL_END = {"safety": (2026, 3, 6), "leak": (2026, 3, 7), "other": (2026, 3, 11)}


@pytest.mark.parametrize("follow_up", ["safety", "leak", "other"])
def test_the_visit_is_due_at_the_end_of_its_day_at_the_site(world, rows, follow_up):
    world.complete(world.open(), follow_up=follow_up)
    (visit,) = rows(ReturnVisit)
    assert visit.due_at == datetime(*LOCAL_END[follow_up], 15, 59, 59, tzinfo=UTC)
    assert visit.state == "scheduled"


def test_a_site_may_set_its_own_days(world, rows):
    world.site(version=2, settings={"return_visit_days": {"leak": 1}})
    world.complete(world.open(), follow_up="leak")
    assert rows(ReturnVisit)[0].due_at == datetime(2026, 3, 5, 15, 59, 59, tzinfo=UTC)


def test_work_finished_at_night_is_asked_about_in_the_morning(world, rows):
    world.complete(world.open(), at=datetime(2026, 3, 4, 15, 30, tzinfo=UTC))  # 23:30 in Shanghai
    assert rows(ReturnVisit)[0].next_at == datetime(2026, 3, 5, 0, 0, tzinfo=UTC)


def test_a_public_repair_gets_no_visit(world, rows):
    world.complete(world.open(kind="repair_public"))
    assert rows(ReturnVisit) == []


def test_a_completion_heard_twice_makes_one_visit(world, rows):
    ticket, event = world.open(), new_id()
    facts = world.complete(ticket, event_id=event)
    world.complete(ticket, event_id=event, **facts)
    world.complete(ticket, **facts)  # the same fact under another event id
    assert len(rows(ReturnVisit)) == 1


@pytest.mark.parametrize("contract", [intake.TicketCancelled, intake.TicketMerged])
@pytest.mark.parametrize("order", list(itertools.permutations(("open", "complete", "end"))))
def test_a_ticket_that_ends_needs_no_visit_in_whatever_order_it_is_heard(world, hear, rows, now, contract, order):
    ticket = world.ticket()
    more = {"into_id": new_id(), "into_number": "T-2"} if contract is intake.TicketMerged else {}
    steps = {
        "open": lambda: hear(intake.TicketOpened, about=ticket.ticket_id, **ticket.facts),
        "complete": lambda: world.complete(ticket),
        "end": lambda: world.end(contract, ticket, **more),
    }
    for step in order:
        steps[step]()
    hear.retry(now + timedelta(hours=5))
    (visit,) = rows(ReturnVisit)
    assert visit.state == "waived" and visit.reason


@pytest.mark.parametrize("order", list(itertools.permutations(("first", "closed", "reopened", "second"))))
def test_after_a_reopening_only_the_new_work_is_visited(world, rows, now, order):
    ticket, at = world.open(), lambda hours: now + timedelta(hours=hours)
    steps = {
        "first": lambda: world.complete(ticket, at=at(1)),
        "closed": lambda: world.end(intake.TicketClosed, ticket, version=5, at=at(2), by="waiver"),
        "reopened": lambda: world.end(
            intake.TicketReopened, ticket, version=6, at=at(3), cause_id=new_id(), reopened_times=1
        ),
        "second": lambda: world.complete(ticket, at=at(4), kind="rework"),
    }
    for step in order:
        steps[step]()
    assert [v.state for v in sorted(rows(ReturnVisit), key=lambda v: v.completed_at)] == ["waived", "scheduled"]


def test_a_rework_done_before_intake_says_reopened_is_visited_all_the_same(world, rows, now):
    """Seen: dispatch hears of the bad visit first, and the rework is complete when intake's word arrives (RW-8)."""
    ticket, at = world.open(), lambda hours: now + timedelta(hours=hours)
    world.complete(ticket, at=at(1))
    (bad,) = rows(ReturnVisit)
    world.complete(ticket, at=at(2), kind="rework")
    world.end(intake.TicketReopened, ticket, version=6, at=at(3), cause_id=bad.id, reopened_times=1)
    assert [v.state for v in sorted(rows(ReturnVisit), key=lambda v: v.completed_at)] == ["waived", "scheduled"]
