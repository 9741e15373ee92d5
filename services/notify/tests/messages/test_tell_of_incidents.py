"""Everybody who called about an outage is told once, the leaders at once, and nobody twice that it is over (RD-17)."""

from uuid import UUID

import pytest

from services.notify.messages.models import Message
from shared.contracts import intake, intake_emergencies, intake_incidents
from shared.contracts.shape import example


def facts_of(contract, *tickets) -> dict:
    facts = contract.read(example(contract))
    return facts | {"ticket_ids": [ticket.ticket_id for ticket in tickets]} if "ticket_ids" in facts else facts


@pytest.mark.parametrize(
    ("contract", "kind", "whom"),
    [
        (intake_emergencies.EmergencyOpened, "emergency_opened", {"role:supervisor", "role:manager"}),
        (intake_incidents.IncidentProposed, "incident_proposed", {"role:desk", "role:night_duty", "role:supervisor"}),
        (intake_incidents.IncidentDeclared, "incident_declared", {"role:supervisor", "role:manager"}),
        (intake_incidents.IncidentEnded, "incident_over", {"role:supervisor", "role:manager"}),
    ],
)
def test_those_who_decide_hear_of_it_in_the_app(world, rows, hear, contract, kind, whom):
    told = hear(contract, about="incident", **facts_of(contract))
    hear(contract, about="incident", event_id=told, **facts_of(contract))
    messages = rows(Message, kind=kind)
    assert {message.recipient for message in messages} == whom and len(messages) == len(whom)
    assert all(facts_of(contract)["number"] in message.subject + message.body for message in messages)


@pytest.mark.parametrize(
    ("contract", "kind", "words"),
    [
        (intake_incidents.IncidentUpdated, "incident_updated", "抢修中"),
        (intake_incidents.IncidentEnded, "incident_ended", "水泵已修复"),
    ],
)
def test_each_caller_is_told_once_however_many_tickets_they_opened(world, rows, hear, contract, kind, words):
    first = world.open(caller={"name": "李敏", "phone": "+8613812345521", "language": "zh"})
    again = world.open(caller={"name": "李敏", "phone": "+8613812345521", "language": "zh"})
    other = world.open(caller={"name": "James", "phone": "+8613912345678", "language": "en"})
    hear(contract, about="incident", **facts_of(contract, first, again, other))
    messages = rows(Message, kind=kind)
    assert all(words in str(message.words) for message in messages)
    assert sorted(message.phone for message in messages) == ["+8613812345521", "+8613912345678"]


def test_a_ticket_that_ended_with_its_incident_is_not_told_of_by_itself(world, rows, hear):
    ticket = world.open()
    facts = {"ticket_id": ticket.ticket_id, "number": "T-2026-000001", "version": 9, "reason": "I-2026-000003: 恢复"}
    hear(intake.TicketClosed, about=ticket.ticket_id, **facts, by="incident")
    assert rows(Message, kind="ticket_closed") == []
    hear(intake.TicketClosed, about=ticket.ticket_id, **{**facts, "version": 10}, by="waiver")
    assert len(rows(Message, kind="ticket_closed")) == 1


def test_before_a_ticket_is_known_the_word_waits(world, hear, parked):
    facts = facts_of(intake_incidents.IncidentUpdated) | {"ticket_ids": [UUID(int=9)]}
    hear(intake_incidents.IncidentUpdated, about="incident", **facts)
    assert [state for state, _, _ in parked()] == ["waiting"]
