"""Every state × every door of a ticket: legal steps happen, all others are refused aloud and change nothing (C-2)."""

from uuid import uuid4

import pytest

from services.intake.tests.calls.conftest import record
from services.intake.tests.tickets.telling import order_event, visit_event
from services.intake.tickets.lifecycle import LIFECYCLE
from tests.lifecycles.intake.ticket_game import stage_people
from tests.lifecycles.intake.words import BODIES
from tests.lifecycles.sweep import EVERYONE, Sweep

WAY = {  # the words of dispatch that bring a ticket here
    "open": (),
    "dispatched": ("created", "assigned"),
    "in_progress": ("created", "assigned", "accepted"),
    "resolved": ("created", "assigned", "accepted", "arrived", "completed"),
}
BY_DOOR = {"waiting": "wait", "cancelled": "cancel", "declined": "decline", "merged": "merge"}


@pytest.fixture
def sweep(client, app, store, opened, push, tell, place):
    """Tickets that a platform pushed, so that nobody owns them and each can be taken as well (RD-5)."""
    pushed = stage_people(client, opened, push, record)
    stays = opened()["id"]

    def put(state) -> str:
        ticket = {"id": pushed(), "number": "T-2026-000001", "kind": "repair_unit", "priority": "normal"}
        order = uuid4()
        for version, step in enumerate(WAY.get(state, WAY["resolved"] if state == "closed" else ()), start=1):
            tell(order_event(ticket, step, version=version, order=order))
        if state == "closed":
            tell(visit_event(ticket, "satisfied", order=order))
        if state in BY_DOOR:
            door = BY_DOOR[state]
            body = {"into": stays} if door == "merge" else BODIES[door]
            assert client.as_(EVERYONE).post(f"/tickets/{ticket['id']}/{door}", json=body, version=1).status_code == 200
        return ticket["id"]

    facts = {"into": stays, "to": "anna", "kind": "repair_unit"}
    return Sweep(client, app, store, LIFECYCLE, "/tickets", put, facts, parts=("attachments",))


def test_every_door_of_a_ticket_is_in_its_table(sweep):
    assert sweep.strangers() == set() and len(sweep.found()) >= 11


def test_what_is_illegal_is_refused_and_what_is_legal_happens(sweep):
    sweep.go_through()
