"""What arrives together is answered with a handful of statements, however much it is (hot path)."""

import pytest
from sqlalchemy import event

from services.notify.messages.models import Message
from services.notify.return_visits.models import ReturnVisit
from services.notify.webhooks.models import Delivery
from shared.contracts import dispatch, intake
from shared.ids import new_id
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR, SITE


@pytest.fixture
def hear_many(service, store, now):
    """`hear_many(Contract, [data, …])`: all of them in one batch; returns how many statements that took."""
    settlement = service.settlement(store)

    def envelope(contract, data):
        scope = {"operator_id": OPERATOR, "site_id": SITE, "time": now, "because_of": None, "traceparent": None}
        return Envelope.about_fact(contract, about="batch", data=contract.write(data), **scope)

    def deliver(contract, many) -> int:
        said = []
        event.listen(store.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
        settlement.handle_all([envelope(contract, data).body for data in many], now)
        return len(said)

    return deliver


def test_a_hundred_tickets_take_few_statements(world, hear_many, rows):
    tickets = [world.ticket(number=f"T-{n}", caller={"phone": f"+86138123{n:05}"}) for n in range(100)]
    assert hear_many(intake.TicketOpened, [ticket.facts for ticket in tickets]) < 40
    assert len(rows(Message, state="delivered")) == 100


def test_a_hundred_completions_take_few_statements(world, hear_many, rows, now):
    tickets = [world.ticket(number=f"T-{n}") for n in range(100)]
    hear_many(intake.TicketOpened, [ticket.facts for ticket in tickets])
    more = {"lines": [], "amount": 0}
    done = [{**world.order(t), "work_order_id": new_id(), "place": t.facts["place"], **more} for t in tickets]
    assert hear_many(dispatch.WorkOrderCompleted, done) < 60
    assert len(rows(ReturnVisit)) == 100 and len(rows(Message)) == 200


def test_a_hundred_moves_take_few_statements(world, hear_many, rows, now):
    facts = {"number": "T", "action": "open", "to_state": "open", "at": now, "integration_id": new_id()}
    moves = [{**facts, "ticket_id": ticket, "sequence": n} for ticket in (new_id(), new_id()) for n in range(1, 51)]
    assert hear_many(intake.TicketMoved, moves) < 20
    assert len(rows(Delivery, state="skipped")) == 100
