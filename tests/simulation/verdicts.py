"""Judging a simulated day: the ledger checker after it healed, and what may never happen at any moment of it."""

from sqlalchemy import func, select, text

from embedded.reconcile import Facts
from services.billing.bills.models import Bill
from services.billing.ledger.queries import trial_balance
from services.billing.payments.receipts import find_gaps
from services.billing.reconciliation.queries import facts as bill_facts
from services.dispatch.work_orders.models import WorkOrder
from services.intake.tickets.models import Ticket
from services.notify.reconciliation.queries import facts_of
from services.notify.tickets.models import Ticket as HeardTicket
from tests.ledger.judge import judge

ORDER = ("number", "ticket_id", "state", "kind", "rework_of", "amount")
TICKET = ("number", "kind", "state", "external_id", "integration_id", "reopened_times", "moves")
TWICE = "SELECT event_id, count(*) FROM witness GROUP BY event_id, routing_key HAVING count(*) > 1"
DEAD = "SELECT routing_key, error FROM parked_events WHERE state = 'dead'"


def unsafe(scheduler) -> list[str]:
    """Never, at no moment: an event handled twice, a platform told two tickets, an event given up, books unbalanced."""
    found = [f"push: {said}" for said in scheduler.platform.contradictions]
    found += [f"webhook {i}: two bodies" for i, bodies in scheduler.outside.heard_by_id.items() if len(bodies) > 1]
    for house in scheduler.houses:
        with house.store.reading(None) as session:
            found += [f"{house.name} handled {event} {times} times" for event, times in session.execute(text(TWICE))]
            found += [f"{house.name} gave up {key}: {error}" for key, error in session.execute(text(DEAD))]
    with scheduler.centre.stores["billing"].reading(None) as session:
        if difference := trial_balance(session)["difference"]:
            found.append(f"books differ by {difference}")
        found += [f"receipt {gap['number']} is missing" for gap in find_gaps(session)]
        overpaid = session.scalar(select(func.count()).where(Bill.paid > Bill.amount))
        found += [f"{overpaid} bills overpaid"] if overpaid else []
    return found


def unfinished(scheduler) -> list[str]:
    """After everything healed and drained: the ledger's word, and nobody was left behind."""
    found = [scheduler.day.stuck] if scheduler.day.stuck else []
    facts = read_facts(scheduler)
    found += [f"{t['number']} is {t['state']}" for t in facts.tickets if t["state"] not in ENDS]
    queues = {name: len(q.waiting) + len(q.held) for name, q in scheduler.broker.queues.items()}
    verdict = judge(
        scheduler.platform.book, scheduler.centre.stores, queues=queues, deliveries=scheduler.outside.moves, facts=facts
    )
    return found + [str(finding) for finding in verdict.bad()]


ENDS = ("closed", "cancelled", "declined", "merged")


def read_facts(scheduler) -> Facts:
    """What GET /reconciliation tells, without the doors."""
    stores = scheduler.centre.stores
    facts = Facts()
    with stores["intake"].reading(None) as session:
        for one in session.scalars(select(Ticket)):
            told = _told(one, TICKET) | {"ticket_id": str(one.id), "waived": one.ended_by == "waiver"}
            facts.tickets.append(told | {"waits_for_classification": one.kind == "unclassified"})
    with stores["dispatch"].reading(None) as session:
        facts.orders = [
            _told(one, ORDER) | {"work_order_id": str(one.id)} for one in session.scalars(select(WorkOrder))
        ]
    with stores["billing"].reading(None) as session:
        page = bill_facts(session, {"limit": 200})
        facts.bills = [{**one, "work_order_id": str(one["work_order_id"])} for one in page.items]
        facts.trial_balance = trial_balance(session)
    with stores["notify"].reading(None) as session:
        for told in facts_of(session, session.scalars(select(HeardTicket)).all()):
            visits = [_told(v, ("state", "outcome", "work_order_id")) for v in told["return_visits"]]
            facts.told.append({**told, "ticket_id": str(told["ticket_id"]), "return_visits": visits})
    return facts


def _told(thing, names) -> dict:
    """As JSON says it: ids and states are words."""
    values = {name: getattr(thing, name) for name in names}
    return {name: str(v) if v is not None and not isinstance(v, int) else v for name, v in values.items()}
