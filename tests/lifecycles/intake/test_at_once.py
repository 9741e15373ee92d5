"""Fifty open the same ticket under one key, push the same record, or act on the same ticket at once (C-3, P2)."""

from services.intake.tests.calls.conftest import record
from shared.testing.people import SITE, person
from tests.lifecycles.crowd import PEOPLE, at_once, one_won


def test_fifty_times_the_same_key_is_one_ticket_and_one_answer(client, desk, place, announced):
    hands = [client.as_(desk) for _ in range(PEOPLE)]
    asked = {"site_id": str(SITE), "description": "厨房水管漏水", "kind": "repair_unit"}
    key = {"Idempotency-Key": "one-and-the-same"}
    answers = at_once(lambda n: hands[n].post("/tickets", json=asked, headers=key))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(announced("intake.ticket.opened")) == 1


def test_fifty_times_the_same_record_is_one_ticket_and_one_answer(push, announced):
    pushed = record("the same")
    answers = at_once(lambda _: push(pushed))
    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [201]
    assert len({answer.json["ticket_id"] for answer in answers}) == 1
    assert len(announced("intake.ticket.opened")) == len(announced("intake.ticket.moved")) == 1


def test_of_fifty_who_end_a_ticket_one_decides(client, opened, look, announced):
    ticket = opened()
    desks = [client.as_(person(f"desk{n}", "desk")) for n in range(PEOPLE)]
    steps = [("cancel", {"reason": "x"}), ("decline", {"explanation": "x"})]
    path = f"/tickets/{ticket['id']}/"
    one_won(at_once(lambda n: desks[n].post(path + steps[n % 2][0], json=steps[n % 2][1], version=1)), told=(409, 412))
    assert look(ticket)["state"] in ("cancelled", "declined") and look(ticket)["moves"] == 2
    told = [data["sequence"] for _, data in announced("intake.ticket.moved")]
    assert told == [1, 2] and len(announced("intake.ticket.cancelled")) == 1


def test_of_fifty_who_take_a_pushed_ticket_one_owns_it(client, push, look):
    """First-asked responsibility has one owner (RD-5)."""
    ticket = {"id": push(record("nobody's yet")).json["ticket_id"]}
    desks = [client.as_(person(f"desk{n}", "desk")) for n in range(PEOPLE)]
    one_won(at_once(lambda n: desks[n].post(f"/tickets/{ticket['id']}/take", json={}, version=1)), told=(409, 412))
    assert look(ticket)["owner_name"].startswith("Desk")
