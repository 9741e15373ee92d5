"""A repair of a public place is inspected on the spot by the desk; a failed one is redone (RW-7, RW-8)."""

from shared.contracts.intake import TicketReopened


def test_a_good_inspection_verifies_the_order(completed, act, desk, announced):
    order = act(desk, completed(kind="repair_public"), "verify", result="passed", note="灯亮了")
    assert (order["state"], order["allowed"]) == ("verified", [])
    ((_, told),) = announced("dispatch.work_order.verified")
    assert told["passed"] and told["cause_id"] and told["note"] == "灯亮了"


def test_a_failed_inspection_starts_the_rework_that_the_reopening_then_finds(
    completed, ticket, act, desk, announced, orders_of, hear
):
    facts = ticket(kind="repair_public")
    order_id = completed(**facts)
    assert act(desk, order_id, "verify", result="failed", note="又灭了")["state"] == "closed"
    ((_, verified),) = announced("dispatch.work_order.verified")
    ((_, reworked),) = announced("dispatch.work_order.reworked")
    assert not verified["passed"] and verified["cause_id"] == reworked["cause_id"]
    said = {"ticket_id": facts["ticket_id"], "number": facts["number"], "version": 9, "reopened_times": 1}
    hear(TicketReopened, about=facts["ticket_id"], cause_id=verified["cause_id"], **said)
    assert [(o.kind, o.state) for o in orders_of(facts["ticket_id"])] == [("first", "closed"), ("rework", "assigned")]


def test_a_failed_inspection_says_what_was_found(completed, act, desk, read):
    order_id = completed(kind="repair_public")
    assert list(act(desk, order_id, "verify", result="failed", expect=422)["errors"]) == ["note"]
    assert read(order_id)["state"] == "completed"


def test_who_did_the_work_does_not_inspect_it(completed, act, technician):
    act(technician, completed(kind="repair_public"), "verify", result="passed", expect=403)


def test_a_repair_in_a_unit_is_left_to_the_return_visit(completed, act, desk, read):
    order_id = completed(kind="repair_unit")
    assert "verify" not in act(desk, order_id, "verify", result="passed", expect=409)["allowed"]
    assert "verify" not in read(order_id, desk)["allowed"]
    act(desk, order_id, "verify", result="failed", note="还在漏", expect=409)
