"""What was told can be found by those who may, masked where the number is not needed (RF-6), and sent again."""

from datetime import UTC, datetime

import pytest

from services.notify.messages.models import Message
from shared.testing.people import person


@pytest.fixture
def failed(world, rows, mailbox, configure, tick, now):
    box = mailbox(refuse="550 no such box")
    configure(smtp_url=box.url, in_app=False)
    world.open(caller={"phone": None, "email": "li@example.org"})
    tick(now)
    box.refuse = None
    return rows(Message)[0], box


def test_filters_and_pages(client, desk, world):
    tickets = [world.open(number=f"T-{n}") for n in range(3)]
    only = client.as_(desk).get(f"/messages?ticket_id={tickets[1].ticket_id}").json["items"]
    assert [item["ticket_id"] for item in only] == [str(tickets[1].ticket_id)]
    first = client.as_(desk).get("/messages?limit=2&state=delivered").json
    rest = client.as_(desk).get(f"/messages?limit=2&state=delivered&after={first['next']}").json
    assert len({item["id"] for item in first["items"] + rest["items"]}) == 3
    assert client.as_(desk).get("/messages?state=lost").status_code == 422


def test_the_desk_sees_the_number_and_the_cashier_does_not(client, desk, cashier, world):
    world.open()
    (whole,) = client.as_(desk).get("/messages").json["items"]
    (masked,) = client.as_(cashier).get("/messages").json["items"]
    assert whole["to"] == "+8613812345521" and whole["name"] == "李敏"
    assert "13812345521" not in str(masked) and masked["name"] == "李*"


def test_supervisors_read_what_is_for_them_in_the_app(client, supervisor, world, hear):
    from shared.contracts import dispatch

    ticket = world.open()
    order = world.order(ticket, state="escalated")
    hear(dispatch.OrderEscalated, about="order", **order, reason="Nobody on shift")
    (message,) = client.as_(supervisor).get("/messages?recipient=role:supervisor").json["items"]
    assert message["kind"] == "order_escalated_supervisor"


def test_a_failed_message_is_sent_again_by_a_person(client, desk, failed, tick, rows):
    message, box = failed
    path = f"/messages/{message.id}"
    assert client.as_(desk).get(path).json["attempts"][0]["result"] == "never"
    assert client.as_(desk).post(f"{path}/resend", json={}).status_code == 428
    again = client.as_(desk).post(f"{path}/resend", json={}, version=message.version)
    assert again.status_code == 200 and again.json["state"] == "queued"
    tick(datetime(2030, 1, 1, 4, tzinfo=UTC))
    assert rows(Message)[0].state == "delivered" and len(box.letters) == 1


def test_what_was_delivered_is_not_sent_again(client, desk, world, rows):
    world.open()
    (message,) = rows(Message)
    said = client.as_(desk).post(f"/messages/{message.id}/resend", json={}, version=message.version)
    assert said.status_code == 409 and said.json["allowed"] == []


def test_strangers_and_technicians_see_nothing(client, stranger, technician, world, rows):
    world.open()
    (message,) = rows(Message)
    assert client.as_(stranger).get("/messages").json["items"] == []
    assert client.as_(stranger).get(f"/messages/{message.id}").status_code == 404
    assert client.as_(technician).get("/messages").status_code == 403
    assert client.get("/messages").status_code == 401
    assert client.as_(person("guard", "guard")).get("/messages").status_code == 403
