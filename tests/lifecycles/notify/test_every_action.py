"""Every state × every door of return visits, messages and webhook deliveries (C-2, RV-1 to RV-3, RV-5, RV-9)."""

from datetime import timedelta

import pytest

from services.notify.messages.models import LIFECYCLE as OF_MESSAGES
from services.notify.messages.models import Message
from services.notify.return_visits.models import LIFECYCLE as OF_VISITS
from services.notify.return_visits.models import ReturnVisit
from services.notify.webhooks.models import DELIVERY, Delivery
from shared.contracts.intake import TicketMoved
from shared.ids import new_id
from shared.testing.people import ADMIN
from tests.lifecycles.sweep import EVERYONE, Sweep

SILENCE, GLAD = {"result": "no_answer"}, {"result": "reached", "outcome": "satisfied"}
CALLS = {"attempted": [SILENCE], "unreachable": [SILENCE] * 3, "done": [GLAD]}


@pytest.fixture
def visits(client, app, store, world, rows):
    def put(state) -> str:
        done = world.complete(world.open())
        (visit,) = rows(ReturnVisit, work_order_id=done["work_order_id"])
        for version, said in enumerate(CALLS.get(state, ()), start=1):
            path = f"/return-visits/{visit.id}/attempts"
            assert client.as_(EVERYONE).post(path, json=said, version=version).status_code == 200
        if state == "waived":
            path = f"/return-visits/{visit.id}/waive"
            assert client.as_(EVERYONE).post(path, json={"reason": "x"}, version=1).status_code == 200
        return str(visit.id)

    return Sweep(client, app, store, OF_VISITS, "/return-visits", put, GLAD)


@pytest.fixture
def messages(client, app, store, world, rows, into):
    def put(state) -> str:
        ticket = world.open()
        return into(Message, rows(Message, ticket_id=ticket.ticket_id)[0].id, state)

    return Sweep(client, app, store, OF_MESSAGES, "/messages", put, shows_allowed=False)


@pytest.fixture
def deliveries(client, app, store, world, rows, into, hear, now):
    integration = new_id()
    asked = {"url": "https://platform.example/hook", "secret": "whsec_" + "c2VjcmV0" * 4, "events": ["ticket.moved"]}
    answer = client.as_(ADMIN).put(f"/webhook-subscriptions/{integration}", json=asked)
    assert answer.status_code == 200, answer.json

    def put(state) -> str:
        ticket = world.open(number=f"T-{new_id()}"[:32])
        facts = {"ticket_id": ticket.ticket_id, "number": ticket.number, "sequence": 1, "action": "open"}
        facts |= {"from_state": None, "to_state": "open", "reason": None, "at": now + timedelta(seconds=1)}
        hear(TicketMoved, about=ticket.ticket_id, **facts, integration_id=integration, external_id="HX-1")
        (delivery,) = rows(Delivery, ticket_id=ticket.ticket_id)
        return into(Delivery, delivery.id, state)

    return Sweep(client, app, store, DELIVERY, "/webhook-deliveries", put, shows_allowed=False)


def test_every_door_of_notify_is_in_its_table(visits, messages, deliveries):
    assert visits.strangers() == messages.strangers() == deliveries.strangers() == set()
    assert all([visits.found(), messages.found(), deliveries.found()])


def test_a_door_beside_the_table_is_noticed(visits):
    """The control: a table that knows no waiving, and a door that waives."""
    visits.lifecycle = DELIVERY
    assert visits.strangers() == {"attempts", "waive"}


def test_of_a_visit_what_is_illegal_is_refused_and_what_is_legal_happens(visits):
    visits.go_through()


def test_of_a_message_what_is_illegal_is_refused_and_what_is_legal_happens(messages):
    messages.go_through()


def test_of_a_delivery_what_is_illegal_is_refused_and_what_is_legal_happens(deliveries):
    deliveries.go_through()
