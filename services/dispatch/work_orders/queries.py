"""Reading work orders: one with all that belongs to it, those of some tickets, and lists."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, false, select
from sqlalchemy.orm import selectinload

from shared.errors import BadInput, NotFound

from .models import KnownTicket, WorkOrder

WHOLE = (selectinload(WorkOrder.lines), selectinload(WorkOrder.assignments), selectinload(WorkOrder.steps))
EQUAL = ("ticket_id", "state", "site_id", "priority", "kind", "number", "trade")


def find_order(session, order_id: UUID) -> WorkOrder:
    """Raises NotFound for an order that does not exist, or not at the sites of whoever asks (RO-1)."""
    found = find_orders(session, [order_id])
    if not found:
        raise NotFound("There is no such work order at your sites.")
    return found[0]


def find_orders(session, order_ids: Iterable[UUID]) -> list[WorkOrder]:
    return list(session.scalars(select(WorkOrder).options(*WHOLE).where(WorkOrder.id.in_(list(order_ids)))))


def orders_of(session, ticket_ids: Iterable[UUID]) -> dict[UUID, list[WorkOrder]]:
    """All orders of these tickets, oldest first, with what belongs to them: a fixed number of statements."""
    chosen = select(WorkOrder).options(*WHOLE).where(WorkOrder.ticket_id.in_(list(ticket_ids))).order_by(WorkOrder.id)
    found: dict[UUID, list[WorkOrder]] = defaultdict(list)
    for order in session.scalars(chosen):
        found[order.ticket_id].append(order)
    return found


def lock_ticket(session, ticket_id: UUID) -> KnownTicket:
    """The ticket as known here, held until the end of the transaction so that two events about it take turns.

    Raises NotFound when it was not heard of yet.
    """
    known = session.scalars(select(KnownTicket).where(KnownTicket.id == ticket_id).with_for_update()).first()
    if known is None:
        raise NotFound(f"Ticket {ticket_id} has not been heard of yet.")
    return known


def order_list(asked: dict, me: UUID | None) -> Select:
    """`technician` may be "me": the staff record of whoever asks."""
    chosen = select(WorkOrder)
    for name in EQUAL:
        if asked.get(name) is not None:
            chosen = chosen.where(getattr(WorkOrder, name) == asked[name])
    if asked.get("technician"):
        who = _technician(asked["technician"], me)
        chosen = chosen.where(WorkOrder.technician_id == who if who else false())
    return chosen


def _technician(said: str, me: UUID | None) -> UUID | None:
    if said == "me":
        return me
    try:
        return UUID(said)
    except ValueError:
        expected = 'The id of somebody of the staff, or "me", is expected.'
        raise BadInput(expected, errors={"technician": [expected]}) from None
