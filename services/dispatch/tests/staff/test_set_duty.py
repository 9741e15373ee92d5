"""Only who is on duty is given work; people speak for themselves, the desk and leaders for everybody (RW-2)."""

from shared.testing.people import STRANGER


def test_a_technician_goes_off_duty_and_comes_back(client, plumber, technician):
    me = client.as_(technician)
    off = me.post(f"/staff/{plumber}/duty", json={"on": False})
    assert (off.status_code, off.json["on_duty"], off.json["duty_since"]) == (200, False, None)
    on = me.post(f"/staff/{plumber}/duty", json={"on": True}).json
    assert on["on_duty"] and on["duty_since"]
    again = me.post(f"/staff/{plumber}/duty", json={"on": True}).json
    assert again == on


def test_a_colleague_may_not_but_the_desk_may(client, plumber, colleague, desk):
    assert client.as_(colleague).post(f"/staff/{plumber}/duty", json={"on": False}).status_code == 403
    assert client.as_(desk).post(f"/staff/{plumber}/duty", json={"on": False}).status_code == 200


def test_a_stranger_does_not_find_the_person_and_nonsense_is_refused(client, plumber, desk):
    assert client.as_(STRANGER).post(f"/staff/{plumber}/duty", json={"on": False}).status_code == 404
    refused = client.as_(desk).post(f"/staff/{plumber}/duty", json={"on": "maybe"})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["on"])


def test_who_is_off_duty_is_not_given_an_order(client, plumber, technician, open_ticket, orders_of):
    client.as_(technician).post(f"/staff/{plumber}/duty", json={"on": False})
    (order,) = orders_of(open_ticket()["ticket_id"])
    assert order.state == "escalated"
