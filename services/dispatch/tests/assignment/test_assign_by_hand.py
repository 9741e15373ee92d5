"""The desk assigns and transfers, technicians grab, two at once have one winner; qualification binds all (RW-12)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.testing.people import STRANGER, person


@pytest.fixture
def waiting(site, employ, row, open_ticket, orders_of):
    """An order nobody has, at a site that leaves assignment to the desk, with people of three trades."""
    site(auto_assign=False)
    people = employ(
        row("S1", "tech"),
        row("S2", "second"),
        row("S3", "wood", trades=["carpenter"]),
        row("S4", "spark", trades=["electrician"]),
    )
    return str(orders_of(open_ticket()["ticket_id"])[0].id), people


def test_the_desk_names_a_person_and_what_speaks_against_is_written_down(waiting, act, desk, announced):
    order_id, people = waiting
    order = act(desk, order_id, "assign", staff_id=people["S3"], reason="只有他有空")
    assert (order["state"], order["technician"]["code"]) == ("assigned", "S3")
    (given,) = order["assignments"]
    assert not given["automatic"] and given["by_name"] == "Desk"
    assert [r["en"] for r in given["reasons"] if r.get("against")] == ["Other trade (carpenter)"]
    assert announced("dispatch.work_order.assigned")[0][1]["automatic"] is False


def test_the_desk_may_leave_the_choice_to_the_house(waiting, act, desk):
    order_id, _people = waiting
    assert act(desk, order_id, "assign")["technician"]["code"] == "S1"


def test_nobody_is_given_work_outside_their_qualification_not_even_by_hand(waiting, act, desk, open_ticket, orders_of):
    _order_id, people = waiting
    order_id = str(orders_of(open_ticket(trade="electrician")["ticket_id"])[0].id)
    refused = act(desk, order_id, "assign", staff_id=people["S4"], expect=422)
    assert refused["errors"] == {"staff_id": ["Certificate missing: electrician."]}
    refused = act(desk, order_id, "assign", expect=409)
    assert "assign" in refused["allowed"]


def test_a_technician_grabs_what_fits_their_trade(waiting, act, technician):
    order_id, _people = waiting
    assert act(person("wood", "technician"), order_id, "grab", expect=422)["errors"] == {
        "staff_id": ["Other trade (carpenter)."]
    }
    order = act(technician, order_id, "grab")
    assert (order["state"], order["technician"]["code"]) == ("assigned", "S1")


def test_who_is_not_among_the_staff_cannot_grab(waiting, act):
    act(person("ghost", "technician"), waiting[0], "grab", expect=403)


def test_of_two_who_grab_at_once_exactly_one_wins(waiting, client, read, technician, colleague, announced):
    order_id, _people = waiting
    version = read(order_id)["version"]

    def grab(who):
        return client.as_(who).post(f"/work-orders/{order_id}/grab", version=version).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(grab, [technician, colleague]))
    assert codes == [200, 412]
    assert len(read(order_id)["assignments"]) == 1
    assert len(announced("dispatch.work_order.assigned")) == 1


def test_a_transfer_closes_one_assignment_and_opens_the_next(opened, employ, row, act, technician, announced):
    people = employ(row("S2", "second"))
    order_id = opened()
    order = act(technician, order_id, "transfer", staff_id=people["S2"], reason="换班")
    assert (order["technician"]["code"], order["state"]) == ("S2", "assigned")
    assert [(a["staff_code"], a["ended_by"]) for a in order["assignments"]] == [("S1", "transfer"), ("S2", None)]
    act(technician, order_id, "accept", expect=403)
    assert len(announced("dispatch.work_order.assigned")) == 2


def test_a_transfer_to_the_same_person_is_refused(opened, plumber, act, desk):
    assert "staff_id" in act(desk, opened(), "transfer", staff_id=plumber, expect=422)["errors"]


def test_a_colleague_may_not_transfer_somebody_elses_order(opened, employ, row, act, colleague):
    people = employ(row("S2", "second"))
    act(colleague, opened(), "transfer", staff_id=people["S2"], expect=403)


def test_candidates_are_ranked_with_reasons_in_both_languages(waiting, client, desk):
    answer = client.as_(desk).get(f"/work-orders/{waiting[0]}/candidates").json["items"]
    assert [(c["code"], c["eligible"]) for c in answer[:2]] == [("S1", True), ("S2", True)]
    worst = next(c for c in answer if c["code"] == "S3")
    assert worst["reasons_against"] == [
        {"code": "other_trade", "value": "carpenter", "zh": "工种不符（木工）", "en": "Other trade (carpenter)"}
    ]
    assert client.as_(STRANGER).get(f"/work-orders/{waiting[0]}/candidates").status_code == 404


def test_a_returned_order_is_offered_to_the_others(opened, employ, row, act, read, technician, tick, now):
    employ(row("S2", "second"))
    order_id = opened()
    order = act(technician, order_id, "return", reason="缺工具")
    assert (order["state"], order["technician"], order["reason"]) == ("returned", None, "缺工具")
    tick(datetime.now(UTC) + timedelta(seconds=5))
    assert (read(order_id)["state"], read(order_id)["technician"]["code"]) == ("assigned", "S2")


def test_a_returned_order_that_nobody_else_fits_goes_up(opened, act, read, technician, tick):
    order_id = opened()
    act(technician, order_id, "return", reason="缺工具")
    tick(datetime.now(UTC) + timedelta(seconds=5))
    assert read(order_id)["state"] == "escalated"
