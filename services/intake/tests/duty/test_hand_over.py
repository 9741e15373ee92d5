"""The handover gate: refuses while anything is open, names it, and accepts when nothing is (RD-7, RD-8)."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy

from services.intake.duty.models import DutyShift
from shared.testing.people import SITE


def test_the_gate_refuses_naming_everything_that_is_open_and_then_accepts(
    client, desk, gate, opened, on_duty, night, store, announced, on_record
):
    lamp, fire = opened(), opened(kind="emergency", priority="emergency", description="三楼冒烟")
    status, drawn = gate.draw()
    assert status == 201 and [item["number"] for item in drawn["items"]] == [fire["number"], lamp["number"]]
    status, refused = gate.take("sign-outgoing")
    assert status == 409 and set(refused["unacknowledged"]) == {lamp["number"], fire["number"]}
    assert refused["counts"] == ["keys", "cards", "radios", "forms"]

    status, refused = gate.acknowledge(fire["number"])
    assert status == 422 and "joint_note" in refused["errors"]
    assert gate.acknowledge(fire["number"], joint_note="消防已到场，夜班每小时复查")[0] == 200
    assert gate.acknowledge(lamp["number"])[0] == 200
    assert gate.count(0, 1)[0] == 200
    assert gate.take("sign-outgoing")[1]["counts"] == ["keys", "cards", "radios", "forms"]
    assert gate.count(0, 1, explanation="多一把，来自 3-2-1201 业主寄存")[0] == 200
    assert gate.take("sign-outgoing")[0] == 200

    late = opened(description="地下室积水")
    status, refused = gate.take("sign-incoming", **night)
    assert status == 409 and refused["came_after"] == [late["number"]] and refused["allowed"] == ["refresh"]
    assert gate.take("refresh")[1]["state"] == "drawn"
    assert gate.take("sign-outgoing")[1]["unacknowledged"] == [late["number"]]
    assert gate.acknowledge(late["number"])[0] == 200 and gate.take("sign-outgoing")[0] == 200

    status, refused = gate.take("sign-incoming", login="wang", password="not the right one")
    assert status == 422 and "password" in refused["errors"]
    status, signed = gate.take("sign-incoming", **night)
    assert (status, signed["state"], signed["incoming_name"]) == (200, "signed", "王强")

    with store.reading(None) as session:
        shifts = session.scalars(sqlalchemy.select(DutyShift).order_by(DutyShift.taken_at)).all()
        assert [shift.state for shift in shifts] == ["handed_over", "on_duty"]
    now_theirs = client.as_(desk).get(f"/duty?site_id={SITE}").json
    assert now_theirs["shift"]["taken_by_name"] == "王强"
    assert {one["number"] for one in now_theirs["unfinished"]} == {lamp["number"], fire["number"], late["number"]}
    ((_, told),) = announced("intake.handover.signed")
    assert (told["items"], told["differing"], told["incoming"]) == (3, ["keys", "cards", "radios", "forms"], "王强")
    acts = [entry.action for entry in on_record()]
    assert {"handover.signed_outgoing", "handover.signed_incoming", "duty.shift_taken"} <= set(acts)


def test_what_was_finished_after_the_list_was_drawn_needs_nobody(
    client, desk, supervisor, gate, opened, on_duty, night
):
    ticket = opened()
    gate.draw()
    done = client.as_(supervisor).post(
        f"/tickets/{ticket['id']}/waive", version=ticket["version"], json={"reason": "业主来电取消"}
    )
    assert done.status_code == 200, done.json
    gate.count()
    assert gate.take("sign-outgoing")[0] == 200
    assert gate.take("sign-incoming", **night)[0] == 200


def test_nobody_takes_over_from_themselves_and_only_people_of_the_duty_may(client, admin, gate, on_duty, night, desk):
    asked = {"name": "出纳", "password": "counts the money", "roles": {str(SITE): ["cashier"]}}
    assert client.as_(admin).post("/accounts", json={"login": "cash", **asked}).status_code == 201
    gate.draw()
    gate.count()
    gate.take("sign-outgoing")
    assert gate.take("sign-incoming", login="cash", password="counts the money")[0] == 403
    gate.take("refresh")
    token = client.post("/sign-in", json=night).json["token"]
    path, seen = f"/handovers/{gate.seen['id']}/sign-outgoing", gate.seen["version"]
    answer = client.post(path, json={}, version=seen, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    gate.seen = answer.json
    status, refused = gate.take("sign-incoming", **night)
    assert status == 403 and "themselves" in refused["detail"]


def test_of_two_who_draw_or_sign_at_the_same_moment_one_does(client, desk, gate, opened, on_duty, night, store):
    """Two threads each; what they lost is told as a conflict, and nothing stands there twice."""
    both = lambda act: sorted(answer.status_code for answer in at_once(act))  # noqa: E731
    tickets = [opened(), opened()]
    assert both(lambda _n: client.as_(desk).post("/handovers", json={"site_id": str(SITE)})) == [201, 409]
    (drawn,) = client.as_(desk).get(f"/handovers?site_id={SITE}").json["items"]
    path = f"/handovers/{drawn['id']}"
    gate.keep(client.as_(desk).get(path))
    items = [next(i["id"] for i in gate.seen["items"] if i["number"] == one["number"]) for one in tickets]
    assert both(lambda n: client.as_(desk).post(f"{path}/items/{items[n]}/acknowledge", json={})) == [200, 200]
    gate.keep(client.as_(desk).get(path))
    gate.count()
    seen = gate.seen["version"]
    assert both(lambda _n: client.as_(desk).post(f"{path}/sign-outgoing", json={}, version=seen)) == [200, 412]
    seen = client.as_(desk).get(path).json["version"]
    assert both(lambda _n: client.as_(desk).post(f"{path}/sign-incoming", json=night, version=seen)) == [200, 412]
    with store.reading(None) as session:
        assert session.query(DutyShift).filter(DutyShift.site_id == SITE).count() == 2


def at_once(act) -> list:
    with ThreadPoolExecutor(2) as two:
        return list(two.map(act, range(2)))


def test_a_shift_has_one_handover_and_who_saw_an_older_one_is_told(client, desk, gate, on_duty):
    gate.draw()
    again = client.as_(desk).post("/handovers", json={"site_id": str(SITE)})
    assert again.status_code == 409 and again.json["handover_id"] == gate.seen["id"]
    gate.count()
    before = gate.seen["version"]
    assert gate.take("sign-outgoing")[0] == 200
    gate.seen["version"] = before
    assert gate.take("withdraw", reason="zu früh")[0] == 412


def test_a_signed_handover_changes_no_more(gate, opened, on_duty, night):
    gate.draw()
    gate.count()
    gate.take("sign-outgoing")
    gate.take("sign-incoming", **night)
    for step, facts in (("refresh", {}), ("withdraw", {"reason": "x"}), ("sign-outgoing", {})):
        assert gate.take(step, **facts)[0] == 409, step


def test_where_nobody_is_on_duty_there_is_nothing_to_hand_over(client, desk, gate, place):
    status, refused = gate.draw()
    assert status == 409 and refused["allowed"] == ["begin"]


def test_a_shift_begins_once_and_every_later_one_by_a_handover(client, desk, on_duty, place):
    again = client.as_(desk).post("/duty/begin", json={"site_id": str(SITE)})
    assert again.status_code == 409 and again.json["shift_id"] == on_duty["id"]
