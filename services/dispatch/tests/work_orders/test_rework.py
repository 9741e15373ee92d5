"""Work that failed is redone: one free rework order per cause, whichever news comes first (RW-7, RW-8, RV-3)."""

from itertools import permutations
from uuid import uuid4

import pytest

from shared.contracts.intake import TicketClosed, TicketOpened, TicketReopened
from shared.contracts.notify import ReturnVisitCompleted, ReturnVisitUnreachable


@pytest.fixture
def visited(hear, now):
    """`visited(order_id, facts, "dissatisfied")`: notify tells how the return visit went."""

    def tell(order_id, facts, outcome, cause=None, **more):
        visit = {"return_visit_id": cause or uuid4(), "ticket_id": facts["ticket_id"], "work_order_id": order_id}
        hear(ReturnVisitCompleted, about=order_id, attempts=1, at=now, outcome=outcome, note="还在漏", **visit, **more)

    return tell


@pytest.fixture
def reopen(hear):
    def tell(facts, cause, version=9):
        said = {"ticket_id": facts["ticket_id"], "number": facts["number"], "version": version, "reason": "还在漏"}
        hear(TicketReopened, about=facts["ticket_id"], cause_id=cause, reopened_times=1, **said)

    return tell


@pytest.fixture
def close(hear):
    def tell(facts, version=20):
        said = {"ticket_id": facts["ticket_id"], "number": facts["number"], "version": version, "by": "return_visit"}
        hear(TicketClosed, about=facts["ticket_id"], **said)

    return tell


@pytest.mark.parametrize("outcome", ["dissatisfied", "still_broken"])
def test_a_bad_return_visit_starts_a_free_rework_linked_to_the_first(
    completed, ticket, visited, orders_of, announced, outcome
):
    facts, cause = ticket(), uuid4()
    order_id = completed(**facts)
    visited(order_id, facts, outcome, cause)
    first, again = orders_of(facts["ticket_id"])
    assert (first.state, again.state, again.kind, again.amount) == ("closed", "assigned", "rework", 0)
    assert (again.rework_of, again.cause_id, again.trade) == (first.id, cause, first.trade)
    ((_, told),) = announced("dispatch.work_order.reworked")
    assert (told["work_order_id"], told["rework_of"], told["cause_id"]) == (again.id, first.id, cause)
    assert len(announced("dispatch.work_order.created")) == 2


@pytest.mark.parametrize("outcome", ["satisfied", "new_request", "refused"])
def test_other_outcomes_start_nothing(completed, ticket, visited, orders_of, outcome):
    facts = ticket()
    visited(completed(**facts), facts, outcome)
    assert [order.state for order in orders_of(facts["ticket_id"])] == ["completed"]


@pytest.mark.parametrize("order_of_news", list(permutations(["visit", "reopened", "reopened again"])))
def test_whichever_news_comes_first_makes_the_one_rework(completed, ticket, visited, reopen, orders_of, order_of_news):
    facts, cause = ticket(), uuid4()
    order_id = completed(**facts)
    for news in order_of_news:
        visited(order_id, facts, "still_broken", cause) if news == "visit" else reopen(facts, cause)
    assert [order.kind for order in orders_of(facts["ticket_id"])] == ["first", "rework"]


def test_the_news_that_comes_when_the_rework_is_done_makes_no_second_one(
    completed, ticket, visited, reopen, orders_of, act, supervisor
):
    facts, cause = ticket(), uuid4()
    order_id = completed(**facts)
    visited(order_id, facts, "still_broken", cause)
    rework = orders_of(facts["ticket_id"])[1].id
    for action in ("accept", "arrive", "complete"):
        act(supervisor, rework, action)
    reopen(facts, cause)
    assert len(orders_of(facts["ticket_id"])) == 2


def test_a_rework_is_free_and_not_quoted(completed, ticket, visited, orders_of, act, supervisor, price_list, announced):
    price_list()
    facts = ticket()
    visited(completed(**facts), facts, "dissatisfied")
    rework = orders_of(facts["ticket_id"])[1].id
    act(supervisor, rework, "accept")
    act(supervisor, rework, "arrive")
    act(supervisor, rework, "quote", lines=[{"code": "LAB", "quantity": "1"}], expect=409)
    done = act(supervisor, rework, "complete", labour=[{"code": "LAB", "quantity": "1"}])
    assert (done["amount"], done["lines"][0]["price"], done["paid_service"]) == ("0.00", "0.00", False)
    assert announced("dispatch.work_order.completed")[-1][1]["amount"] == 0


def test_a_second_bad_visit_redoes_the_rework(completed, ticket, visited, reopen, orders_of, act, supervisor, close):
    facts = ticket()
    visited(completed(**facts), facts, "dissatisfied")
    rework = orders_of(facts["ticket_id"])[1].id
    for action in ("accept", "arrive", "complete"):
        act(supervisor, rework, action)
    visited(rework, facts, "still_broken")
    third = orders_of(facts["ticket_id"])[2]
    assert (third.rework_of, third.kind, third.state) == (rework, "rework", "assigned")


def test_an_old_close_that_comes_after_the_reopening_ends_nothing(completed, ticket, reopen, close, orders_of):
    facts = ticket()
    completed(**facts)
    reopen(facts, uuid4(), version=9)
    close(facts, version=5)
    assert [order.state for order in orders_of(facts["ticket_id"])] == ["closed", "assigned"]


def test_a_reopening_that_comes_after_the_final_close_starts_nothing(completed, ticket, reopen, close, orders_of):
    facts = ticket()
    completed(**facts)
    close(facts, version=20)
    reopen(facts, uuid4(), version=9)
    assert [order.state for order in orders_of(facts["ticket_id"])] == ["closed"]


def test_a_reopening_heard_before_the_ticket_waits_for_it(plumber, ticket, reopen, hear, orders_of, parked, now):
    facts = ticket()
    reopen(facts, uuid4())
    assert [state for state, *_ in parked()] == ["waiting"]
    hear(TicketOpened, about=facts["ticket_id"], **facts)
    assert [order.kind for order in orders_of(facts["ticket_id"])] == ["first"]


def test_a_closed_ticket_that_is_reopened_gets_its_rework(completed, ticket, reopen, close, orders_of):
    facts = ticket()
    completed(**facts)
    close(facts, version=5)
    reopen(facts, uuid4(), version=9)
    assert [(o.kind, o.state) for o in orders_of(facts["ticket_id"])] == [("first", "closed"), ("rework", "assigned")]


def test_who_could_not_be_reached_is_noted_on_the_order(completed, ticket, hear, read, now):
    facts = ticket()
    order_id = completed(**facts)
    visit = {"return_visit_id": uuid4(), "ticket_id": facts["ticket_id"], "work_order_id": order_id}
    hear(ReturnVisitUnreachable, about=order_id, attempts=3, at=now, **visit)
    assert read(order_id)["unreachable_at"]
