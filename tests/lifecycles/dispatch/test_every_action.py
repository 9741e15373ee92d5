"""Every state × every door of a work order: legal steps happen, all others are refused and change nothing (C-2)."""

from uuid import uuid4

import pytest

from services.dispatch.work_orders.models.lifecycle import DOORS, LIFECYCLE
from shared.contracts.intake import TicketClosed
from tests.lifecycles.dispatch.order_game import BODIES, HOLD
from tests.lifecycles.sweep import EVERYONE, Sweep

ONWARD = ("accept", "arrive", "complete", "verify")
WAY = dict(zip(("accepted", "arrived", "completed", "verified"), (ONWARD[:n] for n in range(1, 5)), strict=True))
ASIDE = {state: action for action, state in HOLD.items()} | {
    **{"escalated": "escalate", "returned": "return", "cancelled": "cancel"},
}


@pytest.fixture
def sweep(client, app, store, hear, site, employ, row, price_list, open_ticket):
    """Orders of public repairs, because they are inspected as well, held by somebody with every role."""
    site()
    price_list()
    employ(row("S1", "everyone"))
    staff = employ(row("S2", "second", trades=["mason"]))["S2"]

    def act(order: str, action: str) -> None:
        version = client.as_(EVERYONE).get(f"/work-orders/{order}").json["version"]
        path = f"/work-orders/{order}/{DOORS.get(action, action)}"
        answer = client.as_(EVERYONE).post(path, json=BODIES[action], version=version)
        assert answer.status_code == 200, answer.json

    given = {"by itself": True}

    def put(state) -> str:
        if given["by itself"] != (state != "created"):
            given["by itself"] = state != "created"
            site(auto_assign=given["by itself"])
        ticket = open_ticket(kind="repair_public")["ticket_id"]
        (order,) = client.as_(EVERYONE).get(f"/work-orders?ticket_id={ticket}").json["items"]
        for action in WAY.get(state, WAY["verified"] if state == "closed" else (ASIDE.get(state),)):
            if action:
                act(order["id"], action)
        if state == "closed":
            told = {"ticket_id": ticket, "number": "T-2026-000007", "version": 9, "by": "inspection", "reason": None}
            hear(TicketClosed, about=ticket, event_id=uuid4(), **told)
        return order["id"]

    facts = {"staff_id": staff, "lines": [{"code": "LAB", "quantity": "1"}]}
    return Sweep(client, app, store, LIFECYCLE, "/work-orders", put, facts, doors=DOORS)


def test_every_door_of_a_work_order_is_in_its_table(sweep):
    assert sweep.strangers() == set() and len(sweep.found()) >= 14


def test_what_is_illegal_is_refused_and_what_is_legal_happens(sweep):
    """Agreeing needs a quote first: that it is refused without one is the game's to see."""
    sweep.go_through(but=("agree",))
