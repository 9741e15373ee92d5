"""No body can say what is the server's to say (reliability.md 2.7 item 3; API3, ASVS 15.3.3).

Generated from the shapes of all doors: whatever is not declared is refused, and what the server owns is not declared.
"""

from tests.security import cast
from tests.security.cast import OWN, PEOPLE
from tests.security.filling import body_for

SERVERS_OWN = {
    "id": "01900000-0000-7000-8000-0000000000aa", "operator_id": "01900000-0000-7000-8000-000000000002",
    "state": "closed", "status": "paid", "version_id": 1, "created_at": "2020-01-01T00:00:00Z", "is_admin": True,
    "paid": "0.00", "owner_id": "person:me", "moves": 99, "number": "T-1", "receipt_number": "R-1", "actor": "me",
    "principal": {"roles": {"*": ["admin"]}}, "__class__": "x", "site": "x",
}  # fmt: skip
# Fields a caller may say although they sound like the server's own, each with its reason. Anything else is a fault.
SAID_BY_CALLERS = {
    ("accounts.create_account", "roles"): "the admin gives them; only at sites they see (known_roles)",
    ("accounts.amend_account", "roles"): "the admin gives them",
    ("payments.receive_payment", "amount"): "what the cashier counted",
    ("work_orders.suspend_order", "state"): "one of three kinds of waiting",
    ("tickets.open_ticket", "site_id"): "checked against the caller's sites",
    ("payments.receive_payment", "site_id"): "checked against the caller's sites",
    ("payments.apply_prepayment", "site_id"): "checked against the caller's sites",
    ("quick_entry.show_caller_card", "site_id"): "checked against the caller's sites",
    ("quick_entry.write_note", "site_id"): "checked against the caller's sites",
    ("duty.begin_shift", "site_id"): "checked against the caller's sites",
    ("keys.register_item", "site_id"): "checked against the caller's sites",
    ("keys.register_item", "number"): "as written on the tag; never given twice",
    ("keys.draw_count", "site_id"): "checked against the caller's sites",
    ("entrusted.take_thing", "site_id"): "checked against the caller's sites",
    ("entrusted.take_thing", "amount"): "what the desk counted",
    ("registers.produce_month", "site_id"): "checked against the caller's sites",
    ("households.record_agreement", "number"): "as printed on the agreement",
    ("households.amend_agreement", "number"): "as printed on the agreement",
    ("households.renew_agreement", "number"): "as printed on the agreement",
    ("procedures.open_procedure", "site_id"): "checked against the caller's sites; a take-over of the whole site",
    ("duty.write_entry", "site_id"): "checked against the caller's sites",
    ("incidents.open_incident", "site_id"): "checked against the caller's sites",
    ("handovers.draw_handover", "site_id"): "checked against the caller's sites",
    ("duty.issue_report", "site_id"): "checked against the caller's sites",
    ("cti.open_phone_line", "site_id"): "checked against the caller's sites",
    ("visitors.register_visitor", "site_id"): "checked against the caller's sites",
    ("bookings.open_facility", "site_id"): "checked against the caller's sites",
    ("slips.send_slip", "site_id"): "checked against the caller's sites",
    ("receptions.plan_reception", "site_id"): "checked against the caller's sites",
    ("templates.preview_template", "site_id"): "checked against the caller's sites",
    ("dead events.replay_dead_events", "site_id"): "chooses among the own",
    ("accounts.rotate_integration", "version"): "the version that was read",
}
SENSITIVE = {"state", "status", "amount", "paid", "site_id", "operator_id", "role", "roles", "id", "is_admin", "number"}


def all_round():
    return cast.person("all-round", *PEOPLE, site="*")


def test_every_field_that_nobody_declared_is_refused_by_name(doors, ask, world):
    wrong, tried = [], 0
    for door in doors:
        if door.body is None or door.page:
            continue
        good = {**body_for(door.body), **ask.body(door, world.ids[OWN])}
        declared = {held.data_key or name for name, held in door.body().fields.items()}
        for name, value in SERVERS_OWN.items():
            if name in declared:
                continue
            tried += 1
            answer = ask(door, world.ids[OWN], all_round(), body={**good, name: value})
            if answer.status_code != 422 or name not in str(answer.json.get("errors")):
                wrong.append(f"{door.name} takes {name}: {answer.status_code}")
    print(f"{tried} undeclared fields")
    assert tried and wrong == []


def test_no_shape_takes_what_the_server_decides(doors):
    found = {
        (door.endpoint, name)
        for door in doors
        if door.body
        for name in door.body().fields
        if name in SENSITIVE and (door.endpoint, name) not in SAID_BY_CALLERS
    }
    assert {
        pair for pair in found if pair != ("households.add_person", "role") and pair[0] != "households.amend_person"
    } == set()


def test_every_shape_of_a_body_is_closed(doors):
    """`unknown=RAISE` all the way down."""
    open_shapes = [
        f"{door.name}: {type(shape).__name__}"
        for door in doors
        if door.body
        for shape in shapes_within(door.body())
        if shape.unknown != "raise"
    ]
    assert open_shapes == []


def shapes_within(shape) -> list:
    inner = [getattr(held, "inner", held) for held in shape.fields.values()]
    return [shape, *(one for held in inner if hasattr(held, "schema") for one in shapes_within(held.schema))]


def test_a_door_that_takes_more_is_found():
    from marshmallow import EXCLUDE

    from shared.web import fields
    from shared.web.schemas import In

    class Loose(In):
        class Meta:
            unknown = EXCLUDE

    class Outer(In):
        inner = fields.List(fields.Nested(Loose))

    assert [shape.unknown for shape in shapes_within(Outer())] == ["raise", "exclude"]
