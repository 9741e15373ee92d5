"""Fifty people take the same order at once: one has it, the others are told, and it is given once (C-3, RW-2)."""

import pytest

from shared.testing.people import person
from tests.lifecycles.crowd import PEOPLE, at_once, one_won

READ, BLIND = {"version": 1}, {"headers": {"If-Match": "*"}}


@pytest.fixture
def free_order(client, supervisor, site, employ, row, open_ticket):
    """An order nobody has, and fifty plumbers."""
    site(auto_assign=False)
    staff = employ(*(row(f"S{n}", f"plumber{n}") for n in range(PEOPLE)), who=supervisor)
    ticket = open_ticket()["ticket_id"]
    (order,) = client.as_(supervisor).get(f"/work-orders?ticket_id={ticket}").json["items"]
    return order["id"], list(staff.values())


@pytest.mark.parametrize("known", [READ, BLIND], ids=["having read it", "blindly"])
def test_of_fifty_who_grab_an_order_one_has_it(client, read, free_order, announced, known):
    order, _ = free_order
    plumbers = [client.as_(person(f"plumber{n}", "technician")) for n in range(PEOPLE)]
    answers = at_once(lambda n: plumbers[n].post(f"/work-orders/{order}/grab", json={}, **known))
    one_won(answers, told=(409, 412))
    shown = read(order)
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 200)
    assert (shown["state"], shown["technician"]["login"], shown["version"]) == ("assigned", f"plumber{winner}", 2)
    assert len(shown["assignments"]) == 1 and len(shown["steps"]) == 2
    assert len(announced("dispatch.work_order.assigned")) == 1


def test_of_fifty_who_assign_an_order_to_different_people_one_decides(client, read, free_order, announced):
    order, staff = free_order
    desks = [client.as_(person(f"desk{n}", "desk")) for n in range(PEOPLE)]
    asked = [{"json": {"staff_id": staff[n]}, "version": 1} for n in range(PEOPLE)]
    one_won(at_once(lambda n: desks[n].post(f"/work-orders/{order}/assign", **asked[n])), told=(409, 412))
    assert len(read(order)["assignments"]) == len(announced("dispatch.work_order.assigned")) == 1


def test_an_order_is_completed_once(client, read, opened, act, technician, announced):
    order = opened()
    act(technician, order, "accept")
    version = act(technician, order, "arrive")["version"]
    hands = [client.as_(technician) for _ in range(PEOPLE)]
    path = f"/work-orders/{order}/complete"
    one_won(at_once(lambda n: hands[n].post(path, json={"note": str(n)}, version=version)), told=(409, 412))
    assert len(announced("dispatch.work_order.completed")) == 1 and read(order)["version"] == version + 1
