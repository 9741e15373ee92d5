"""Automatic assignment: the best person for each order, or the supervisor when there is none (RW-2, RW-5)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from services.dispatch.assignment.queries import Bench, read_bench
from services.dispatch.assignment.reasons import as_said, why_nobody
from services.dispatch.assignment.rules import Candidate, urgency
from services.dispatch.work_orders.models import OrderState, WorkOrder
from services.dispatch.work_orders.queries import find_orders

AGAIN = "assign_again"
UNGIVEN = (OrderState.CREATED, OrderState.RETURNED, OrderState.ESCALATED)


def assign_orders(work, site_id: UUID, orders: Iterable[WorkOrder]) -> None:
    """Give each order to whoever fits best, the urgent ones first. Loads are read once and counted on from there,
    so that many orders at once spread evenly."""
    orders = sorted(orders, key=lambda order: urgency(order.priority))
    if not orders:
        return
    with work.session.no_autoflush:  # so that a new order is written once, with its technician
        bench = read_bench(work.session, site_id, work.now)
    if not bench.auto_assign:
        return
    left = [order for order in orders if not _give_to_best(work, bench, order)]
    due = work.now + timedelta(minutes=bench.again_minutes)
    work.timers.set_many(AGAIN, [(order.id, due, site_id, {}) for order in left])


def assign_again(work, order_id: UUID) -> datetime | None:
    """An order nobody could take is offered again; returns when to try next, None when it is settled."""
    order = next(iter(find_orders(work.session, [order_id])), None)
    if order is None or order.state not in UNGIVEN:
        return None
    bench = read_bench(work.session, order.site_id, work.now)
    if bench.auto_assign and not _give_to_best(work, bench, order):
        return work.now + timedelta(minutes=bench.again_minutes)
    return None


def _give_to_best(work, bench: Bench, order: WorkOrder) -> bool:
    ranked = bench.rank(order)
    best = next((candidate for candidate in ranked if candidate.eligible), None)
    if order.state == OrderState.ASSIGNED and any(c.eligible and c.person.id == order.technician_id for c in ranked):
        return True  # whoever has it still fits
    if best is None:
        if order.state != OrderState.ESCALATED:
            order.escalate(work, why_nobody(ranked))
        return False
    _give(work, bench, order, best)
    return True


def _give(work, bench: Bench, order: WorkOrder, best: Candidate) -> None:
    load = best.person.load
    load[order.priority] = load.get(order.priority, 0) + 1
    action = "transfer" if order.state == OrderState.ASSIGNED else "assign"
    reasons = list(best.reasons_for)
    order.give_to(work, bench.cards[best.person.id], reasons, action=action, automatic=True, said=as_said(reasons))
