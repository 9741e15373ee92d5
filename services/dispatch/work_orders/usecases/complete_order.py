"""The work is done: labour, materials, photos, signature, and what the customer owes for it (RW-4)."""

from services.dispatch.prices.rules import Priced, beyond_agreement, total
from services.dispatch.work_orders.models import LineStage, WorkOrder
from shared.contracts.dispatch import WorkOrderCompleted
from shared.errors import Conflict

from .priced_lines import priced_lines, write_lines


def complete_order(
    work,
    order: WorkOrder,
    *,
    labour: list[dict],
    materials: list[dict],
    note: str | None = None,
    photos: list[str] = (),
    signature: str | None = None,
) -> WorkOrder:
    """Raises Conflict when paid lines go beyond what the customer agreed to: quote and agree first."""
    order.check(work, "complete")
    done = priced_lines(work, order, {"labour": labour, "materials": materials})
    _refuse_unagreed(work, order, done)
    order.move(work, "complete")
    write_lines(order, LineStage.DONE, done)
    order.amount = total(done)
    order.note, order.photos, order.signature, order.completed_at = note, list(photos), signature, work.now
    order.release(work, "complete")
    _announce(work, order)
    return order


def _refuse_unagreed(work, order: WorkOrder, done: list[Priced]) -> None:
    agreed = order.lines_of(LineStage.QUOTED) if order.agreed_at else []
    beyond = beyond_agreement(done, agreed)
    if beyond:
        allowed = [action for action in order.allowed_to(work.principal) if action != "complete"]
        said = ", ".join(f"{code} × {quantity.normalize():f}" for code, quantity in beyond.items())
        detail = f"The customer has not agreed to: {said}. Quote it and have it agreed to first."
        raise Conflict(detail, state=str(order.state), allowed=allowed, not_agreed=list(beyond))


def _announce(work, order: WorkOrder) -> None:
    order.tell(
        work,
        WorkOrderCompleted,
        place=order.place,
        lines=[line.told() for line in order.lines_of(LineStage.DONE)],
        amount=order.amount,
        agreed_by=order.agreed_by,
        follow_up=order.follow_up,
        note=order.note,
    )
