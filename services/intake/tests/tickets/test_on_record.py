"""Tickets that a person ends, and files of households that a person reads openly, stand on the audit trail."""

import json

import pytest

from shared.testing.people import CASHIER, DESK, SUPERVISOR


@pytest.mark.parametrize(
    ("action", "body", "who", "said", "state"),
    [
        ("cancel", {"reason": "withdrawn, call 13812345521"}, DESK, "ticket.cancelled", "cancelled"),
        ("decline", {"explanation": "warranty"}, SUPERVISOR, "ticket.declined", "declined"),
    ],
)
def test_who_ends_a_ticket_is_on_record_with_the_reason(action, body, who, said, state, client, opened, on_record):
    ticket = opened()
    answer = client.as_(who).post(f"/tickets/{ticket['id']}/{action}", json=body, version=ticket["version"])
    assert answer.status_code == 200, answer.json
    (entry,) = on_record()
    assert (entry.action, entry.about_kind, entry.about_id) == (said, "ticket", ticket["id"])
    assert json.loads(entry.before)["state"] == ticket["state"] and json.loads(entry.after)["state"] == state
    assert entry.because == next(iter(body.values())).replace("13812345521", "138****5521")


def test_a_merge_names_the_ticket_that_stays(client, opened, on_record):
    stays, ticket = opened(), opened()
    body = {"into": stays["id"], "reason": "the same leak"}
    client.as_(DESK).post(f"/tickets/{ticket['id']}/merge", json=body, version=ticket["version"])
    (entry,) = on_record()
    assert entry.action == "ticket.merged" and json.loads(entry.after)["into"] == stays["id"]


def test_a_file_read_openly_is_on_record_and_a_masked_one_is_not(client, place, on_record):
    people = [{"name": "李敏", "role": "owner", "phones": ["13812345521"]}]
    file = client.as_(DESK).post("/households", json={"unit_id": str(place.unit.id), "people": people}).json
    client.as_(SUPERVISOR).get(f"/households/{file['id']}")
    client.as_(CASHIER).get(f"/households/{file['id']}")
    told = [(entry.action, entry.subject) for entry in on_record()]
    assert told == [("household.opened", "person:desk"), ("household.read", "person:super")]
