"""An order goes from hand to hand to its end: accepted, arrived, completed, verified, closed (RW-2 … RW-7)."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.testing.people import NEIGHBOUR, STRANGER

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()


def test_the_assigned_technician_carries_the_order_to_its_end(opened, act, technician, announced):
    order_id = opened()
    versions = [act(technician, order_id, action)["version"] for action in ("accept", "arrive", "complete")]
    assert versions == sorted(set(versions))
    told = [(name.rsplit(".", 1)[1], data["state"], data["version"], data["by_name"]) for name, data in announced()]
    assert told[2:] == [
        ("accepted", "accepted", 3, "Tech"),
        ("arrived", "arrived", 4, "Tech"),
        ("completed", "completed", 5, "Tech"),
    ]


def test_only_the_assigned_technician_or_a_supervisor_may(opened, act, colleague, desk, supervisor, technician):
    order_id = opened()
    act(colleague, order_id, "accept", expect=403)
    act(desk, order_id, "accept", expect=403)
    act(supervisor, order_id, "accept")
    act(technician, order_id, "arrive")
    act(colleague, order_id, "complete", expect=403)
    act(supervisor, order_id, "complete")


@pytest.mark.parametrize("state", ["waiting_parts", "waiting_access", "outsourced"])
def test_what_waits_has_a_reason_and_a_next_date_and_goes_on_later(arrived, act, technician, announced, state):
    order_id = arrived()
    held = act(technician, order_id, "suspend", state=state, reason="等配件", next_at=TOMORROW)
    assert (held["state"], held["reason"]) == (state, "等配件") and held["next_at"]
    ((_, told),) = announced("dispatch.work_order.suspended")
    assert (told["state"], told["reason"]) == (state, "等配件") and told["next_at"] > datetime.now(UTC)
    resumed = act(technician, order_id, "resume")
    assert announced("dispatch.work_order.accepted")[-1][1]["version"] > told["version"]
    assert (resumed["state"], resumed["reason"], resumed["next_at"]) == ("accepted", None, None)


def test_a_wait_that_takes_longer_gets_a_later_date(arrived, act, technician):
    order_id, later = arrived(), (datetime.now(UTC) + timedelta(days=3)).isoformat()
    first = act(technician, order_id, "suspend", state="waiting_parts", reason="等配件", next_at=TOMORROW)
    again = act(technician, order_id, "suspend", state="waiting_parts", reason="供货延迟", next_at=later)
    assert again["state"] == "waiting_parts" and again["next_at"] > first["next_at"]


def test_a_wait_whose_date_has_come_goes_up_to_the_supervisor(arrived, act, read, technician, tick, announced):
    order_id = arrived()
    act(technician, order_id, "suspend", state="waiting_access", reason="无人在家", next_at=TOMORROW)
    tick(datetime.now(UTC) + timedelta(hours=23))
    assert read(order_id)["state"] == "waiting_access"
    tick(datetime.now(UTC) + timedelta(hours=25))
    assert read(order_id)["state"] == "escalated"
    assert "无人在家" in announced("dispatch.order.escalated")[0][1]["reason"]


def test_a_wait_that_was_resumed_or_got_a_later_date_is_let_be(arrived, act, read, technician, tick):
    resumed, put_off = arrived(), arrived()
    later = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    for order_id in (resumed, put_off):
        act(technician, order_id, "suspend", state="waiting_access", reason="无人在家", next_at=TOMORROW)
    act(technician, resumed, "resume")
    act(technician, put_off, "suspend", state="waiting_access", reason="改期", next_at=later)
    tick(datetime.now(UTC) + timedelta(days=2))
    assert (read(resumed)["state"], read(put_off)["state"]) == ("accepted", "waiting_access")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"state": "waiting_parts", "next_at": TOMORROW}, "reason"),
        ({"state": "waiting_parts", "reason": "等配件"}, "next_at"),
        ({"state": "waiting_parts", "reason": "等配件", "next_at": "2020-01-01T00:00:00+08:00"}, "next_at"),
        ({"state": "waiting_parts", "reason": "等配件", "next_at": "2027-01-01T00:00:00"}, "next_at"),
        ({"state": "asleep", "reason": "等配件", "next_at": TOMORROW}, "state"),
    ],
)
def test_a_wait_without_what_it_needs_is_refused_and_names_the_field(arrived, act, read, technician, body, field):
    order_id = arrived()
    assert list(act(technician, order_id, "suspend", expect=422, **body)["errors"]) == [field]
    assert read(order_id)["state"] == "arrived"


def test_an_escalated_order_waits_for_the_supervisor_who_assigns_it(
    opened, plumber, act, technician, supervisor, announced
):
    order_id = opened()
    order = act(technician, order_id, "escalate", reason="需要停水")
    assert (order["state"], order["allowed"]) == ("escalated", ["grab"])
    assert announced("dispatch.order.escalated")[0][1]["reason"] == "需要停水"
    assert act(supervisor, order_id, "assign", staff_id=plumber)["state"] == "assigned"


def test_an_order_outsourced_before_anybody_had_it_is_transferred_not_resumed(
    site, employ, row, open_ticket, orders_of, act, supervisor
):
    site()
    order_id = str(orders_of(open_ticket()["ticket_id"])[0].id)
    act(supervisor, order_id, "suspend", state="outsourced", reason="外包", next_at=TOMORROW)
    assert "resume" not in act(supervisor, order_id, "resume", expect=409)["allowed"]
    people = employ(row("S1", "tech"))
    assert act(supervisor, order_id, "transfer", staff_id=people["S1"])["state"] == "assigned"


def test_the_desk_cancels_with_a_reason(opened, act, desk, technician, announced):
    order_id = opened()
    act(technician, order_id, "cancel", reason="算了", expect=403)
    assert list(act(desk, order_id, "cancel", expect=422)["errors"]) == ["reason"]
    order = act(desk, order_id, "cancel", reason="重复")
    assert (order["state"], order["assignments"][0]["ended_by"]) == ("cancelled", "cancelled")
    assert announced("dispatch.work_order.cancelled")[0][1]["reason"] == "重复"


def test_of_two_steps_on_one_version_the_second_is_told_it_is_late(opened, client, act, read, technician):
    order_id = opened()
    version = read(order_id)["version"]
    act(technician, order_id, "accept", version=version)
    act(technician, order_id, "arrive", version=version, expect=412)
    late = client.as_(technician).post(f"/work-orders/{order_id}/arrive")
    assert (late.status_code, late.json["version"]) == (428, version + 1)
    in_body = client.as_(technician).post(f"/work-orders/{order_id}/arrive", json={"version": version + 1})
    assert (in_body.status_code, in_body.headers["ETag"]) == (200, f'"{version + 2}"')


@pytest.mark.parametrize("who", [STRANGER, NEIGHBOUR])
def test_nobody_of_another_site_or_operator_finds_the_order(opened, client, who):
    order_id, me = opened(), client.as_(who)
    assert me.get(f"/work-orders/{order_id}").status_code == 404
    assert me.get("/work-orders").json["items"] == []
    for action in ("assign", "cancel", "escalate", "accept", "verify", "suspend", "resume", "transfer", "agree"):
        bodies = {"cancel": {"reason": "x"}, "escalate": {"reason": "x"}, "verify": {"result": "passed"}}
        bodies |= {"suspend": {"state": "outsourced", "reason": "x", "next_at": TOMORROW}}
        bodies |= {"agree": {"by": "x", "how": "phone"}}
        answer = me.post(f"/work-orders/{order_id}/{action}", version=1, json=bodies.get(action, {}))
        assert answer.status_code == 404, (action, answer.json)
