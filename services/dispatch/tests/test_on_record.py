"""Orders that a person gives away or ends stand on the audit trail; what the house assigns by itself does not."""

import json


def test_what_people_decide_about_an_order_is_on_record(
    site, employ, row, open_ticket, orders_of, act, desk, supervisor, on_record
):
    site(auto_assign=False)
    people = employ(row("S1", "tech"), row("S2", "second"))
    order_id = str(orders_of(open_ticket()["ticket_id"])[0].id)
    act(desk, order_id, "assign", staff_id=people["S1"])
    act(desk, order_id, "transfer", staff_id=people["S2"], reason="ill")
    act(supervisor, order_id, "cancel", reason="built over")
    imported, *about = on_record()
    assert imported.action == "staff.imported" and json.loads(imported.after) == {"S1": "created", "S2": "created"}
    assert [(entry.action, entry.subject, entry.because) for entry in about] == [
        ("work_order.assigned", "person:desk", None),
        ("work_order.transferred", "person:desk", "ill"),
        ("work_order.cancelled", "person:super", "built over"),
    ]
    assert (json.loads(about[1].before), json.loads(about[1].after)) == ({"technician": "S1"}, {"technician": "S2"})
    assert {entry.about_id for entry in about} == {order_id}


def test_what_the_house_assigns_is_not_on_record(opened, on_record):
    assert [entry.action for entry in on_record()] == ["staff.imported"]
