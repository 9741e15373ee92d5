"""A ticket becomes work: every classified ticket has exactly one first order (RW-1)."""

from uuid import UUID

from services.dispatch.assignment.rules import known_trade, trade_for
from services.dispatch.assignment.usecases import assign_orders
from services.dispatch.places.queries import zone_of
from services.dispatch.prices.rules import FREE
from services.dispatch.work_orders.models import FINISHED, OrderKind, OrderState, WorkOrder
from services.dispatch.work_orders.queries import orders_of
from shared.contracts.dispatch import WorkOrderCreated
from shared.ids import new_id

from .end_orders import end_order
from .known_tickets import note_tickets

UNCLASSIFIED = "unclassified"
FACTS = ("category", "category_name", "follow_up", "priority", "description")
RETHINK = (OrderState.CREATED, OrderState.ASSIGNED, OrderState.ESCALATED)


def create_orders(work, site_id: UUID, tickets: list[dict]) -> list[WorkOrder]:
    """What was told of these tickets, in any order: new ones get their order, live orders get the newest facts.

    Set-based: the number of statements does not grow with the number of tickets. A ticket whose end was heard of
    first gets its order too, cancelled, so that the outcome does not depend on which event was faster.
    """
    newest = {facts["ticket_id"]: facts for facts in sorted(tickets, key=lambda facts: facts["version"])}
    known = note_tickets(work, site_id, list(newest.values()))
    orders = orders_of(work.session, newest)
    rethink = [o for facts in newest.values() for o in orders.get(facts["ticket_id"], ()) if _amend(o, facts, known)]
    fresh = [f for f in newest.values() if f["kind"] != UNCLASSIFIED and f["ticket_id"] not in orders]
    created = first_orders(work, site_id, fresh)
    for order in created:
        if known[order.ticket_id].ended:
            end_order(work, order, known[order.ticket_id].ended_by)
    assign_orders(work, site_id, [o for o in [*created, *rethink] if o.state in RETHINK])
    return created


def first_orders(work, site_id: UUID, tickets: list[dict]) -> list[WorkOrder]:
    """One order each; the cause of a first order is the ticket itself."""
    if not tickets:
        return []
    numbers = work.numbers("W", site_id, len(tickets), zone=zone_of(work.session, site_id))
    orders = []
    for facts, number in zip(tickets, numbers, strict=True):
        order = new_order(site_id, number, kind=OrderKind.FIRST, cause_id=facts["ticket_id"])
        order.ticket_id, order.ticket_number, order.opened_at = facts["ticket_id"], facts["number"], facts["opened_at"]
        order.ticket_kind = facts["kind"]
        _copy(order, facts)
        orders.append(order)
    announce_created(work, orders)
    return orders


def new_order(site_id: UUID, number: str, *, kind: OrderKind, cause_id: UUID) -> WorkOrder:
    order = WorkOrder(id=new_id(), site_id=site_id, number=number, kind=kind, cause_id=cause_id)
    order.state, order.told, order.amount, order.photos = OrderState.CREATED, 0, FREE, []
    order.lines, order.assignments, order.steps = [], [], []  # known to be empty: nothing has to be looked up
    return order


def announce_created(work, orders: list[WorkOrder]) -> None:
    work.session.add_all(orders)
    for order in orders:
        order.record(work, "create", None)
        order.tell(work, WorkOrderCreated, trade=order.trade)


def _amend(order: WorkOrder, facts: dict, known: dict) -> bool:
    """Newer facts change a live order, and one that its ticket's end, said after them, was faster to cancel (P6).

    Returns whether somebody else may fit it better now.
    """
    overtaken = order.state == OrderState.CANCELLED and facts["version"] < known[order.ticket_id].ended_version
    if order.state in FINISHED and not overtaken:
        return False
    if facts["version"] <= order.ticket_version or facts["kind"] == UNCLASSIFIED:
        return False
    before = order.trade
    order.ticket_kind = facts["kind"]
    _copy(order, facts)
    return order.trade != before and order.state in RETHINK


def _copy(order: WorkOrder, facts: dict) -> None:
    for name in FACTS:
        setattr(order, name, facts.get(name))
    order.ticket_version = facts["version"]
    order.trade = known_trade(facts["trade"]) if facts.get("trade") else trade_for(facts["kind"], None)
    order.place, order.caller = _as_json(facts["place"]), _as_json(facts["caller"])


def _as_json(part: dict) -> dict:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in part.items()}
