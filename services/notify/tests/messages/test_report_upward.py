"""What the centre could not solve is told upward, step by step, once each (RD-6)."""

import pytest

from shared.contracts.intake_desk import TicketReported


@pytest.mark.parametrize("to", ["supervisor", "manager"])
def test_a_report_goes_to_the_role_it_is_for_once(world, rows, hear, now, to):
    from services.notify.messages.models import Message

    ticket = world.open()
    facts = {"ticket_id": ticket.ticket_id, "number": "T-2026-000001", "version": 2, "to": to, "at": now}
    told = hear(TicketReported, about=ticket.ticket_id, **facts, reason="不在服务范围内")
    hear(TicketReported, about=ticket.ticket_id, event_id=told, **facts, reason="不在服务范围内")
    (message,) = rows(Message, recipient=f"role:{to}")
    assert message.kind == f"ticket_declined_{to}" and "不在服务范围内" in message.body
