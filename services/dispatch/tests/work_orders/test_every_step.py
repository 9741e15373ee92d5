"""Every state × every action said to be allowed happens (RW-5); that every other is refused, see tests/lifecycles."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from services.dispatch.work_orders.models import LIFECYCLE, OrderState, WorkOrder
from services.dispatch.work_orders.models.lifecycle import DOORS, SUSPEND

STATES = list(OrderState)
LATER = (datetime.now(UTC) + timedelta(days=1)).isoformat()
BODIES = {
    "assign": {},
    "grab": {},
    "transfer": {},
    "accept": {},
    "arrive": {},
    "quote": {"lines": [{"code": "LAB", "quantity": "1"}]},
    "agree": {"by": "李敏", "how": "phone"},
    "complete": {},
    "suspend": {"state": "waiting_parts", "reason": "等配件", "next_at": LATER},
    "resume": {},
    "return": {"reason": "缺工具"},
    "escalate": {"reason": "需要停水"},
    "verify": {"result": "passed"},
    "cancel": {"reason": "重复"},
}
ACTION_OF_TABLE = {"suspend": "wait_for_parts"}


@pytest.fixture
def in_state(opened, price_list, employ, row, store):
    """An order of a public place put into any state, with two plumbers around."""

    def put(state: OrderState) -> str:
        price_list()
        order_id = opened(kind="repair_public")
        employ(row("S2", "super"))
        with store.work(None) as work:
            row_of = update(WorkOrder).where(WorkOrder.number == "W-2026-000001")
            work.session.execute(row_of.values(state=state, quoted_amount=0))
        return order_id

    return put


def test_the_bodies_above_know_every_door():
    assert set(BODIES) | {"redo", "close"} == {DOORS.get(action, action) for action in LIFECYCLE.actions} | {
        "close",
        "redo",
    }
    assert set(SUSPEND) < set(LIFECYCLE.actions)


@pytest.mark.parametrize("state", STATES)
def test_what_is_said_to_be_allowed_is_possible(in_state, client, read, store, supervisor, state):
    order_id = in_state(state)
    for action in read(order_id)["allowed"]:
        with store.work(None) as work:
            work.session.execute(update(WorkOrder).values(state=state, agreed_at=None, agreed_by=None))
        answer = client.as_(supervisor).post(
            f"/work-orders/{order_id}/{action}", version=read(order_id)["version"], json=BODIES[action]
        )
        assert answer.status_code == 200, (action, answer.json)
        to = LIFECYCLE.find(state, ACTION_OF_TABLE.get(action, action)).to
        assert answer.json["state"] == to
