"""Work that failed is done again, free, by a rework order linked to the first (RW-8)."""

from uuid import UUID

from services.dispatch.assignment.usecases import assign_orders
from services.dispatch.places.queries import zone_of
from services.dispatch.work_orders.models import FINISHED, OrderKind, WorkOrder
from services.dispatch.work_orders.models.lifecycle import DONE
from services.dispatch.work_orders.queries import lock_ticket, orders_of
from shared.contracts.dispatch import WorkOrderReworked
from shared.errors import NotFound

from .create_orders import announce_created, new_order
from .known_tickets import note_tickets

FAILED = ("dissatisfied", "still_broken")
SAME = ("ticket_id", "ticket_number", "ticket_version", "ticket_kind", "category", "category_name", "trade")
SAME += ("follow_up", "priority", "place", "caller", "description", "opened_at")


def redo_reopened(work, site_id: UUID, reopened: dict) -> WorkOrder | None:
    """The ticket is open again. Raises NotFound while it has no order yet: its opening may be on its way."""
    told = [{**reopened, "reopened_version": reopened["version"]}]
    known = note_tickets(work, site_id, told)[reopened["ticket_id"]]
    orders = orders_of(work.session, [reopened["ticket_id"]])[reopened["ticket_id"]]
    if known.ended:
        return None
    if not orders:
        raise NotFound(f"Ticket {reopened['number']} has no order yet.")
    return redo(work, orders, orders[-1], reopened["cause_id"], reopened.get("reason"))


def redo_after_visit(work, visit: dict) -> WorkOrder | None:
    """A return visit that went badly starts the rework, whether or not the reopening was heard of first (RV-3)."""
    if visit["outcome"] not in FAILED:
        return None
    known = lock_ticket(work.session, visit["ticket_id"])
    orders = orders_of(work.session, [visit["ticket_id"]])[visit["ticket_id"]]
    visited = next((order for order in orders if order.id == visit["work_order_id"]), None)
    if visited is None:
        raise NotFound(f"Work order {visit['work_order_id']} has not been heard of yet.")
    if known.ended:
        return None  # if intake reopens it, that event has a newer version and brings the rework
    return redo(work, orders, visited, visit["return_visit_id"], visit.get("note"))


def redo(work, orders: list[WorkOrder], failed: WorkOrder, cause_id: UUID, reason: str | None) -> WorkOrder:
    """The rework for this cause; found when it is there already, or when work on the ticket is under way anyway."""
    for order in orders:
        if order.cause_id == cause_id or order.state not in FINISHED:
            return order
    if failed.state in DONE:
        failed.move(work, "redo", reason=reason)
    zone = zone_of(work.session, failed.site_id)
    again = new_order(
        failed.site_id, work.number("W", failed.site_id, zone=zone), kind=OrderKind.REWORK, cause_id=cause_id
    )
    for name in SAME:
        setattr(again, name, getattr(failed, name))
    again.rework_of = failed.id
    announce_created(work, [again])
    again.tell(work, WorkOrderReworked, cause_id=cause_id, reason=reason)
    assign_orders(work, failed.site_id, [again])
    return again
