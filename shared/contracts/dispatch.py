"""Events announced by dispatch: who does the work, and how far it has come."""

from marshmallow import fields

from .contract import EventSchema, promise
from .parts import Money, Place, Technician, WorkLine, instant, word


class OrderFacts(EventSchema):
    """What every event of a work order tells."""

    work_order_id = fields.UUID(required=True)
    number = word(32, required=True)
    version = fields.Integer(required=True)
    ticket_id = fields.UUID(required=True)
    ticket_number = word(32, required=True)
    kind = word(16, required=True, metadata={"description": "first or rework"})
    ticket_kind = word(32, required=True)
    priority = word(16, required=True)
    state = word(32, required=True)
    at = instant(required=True)
    rework_of = fields.UUID(allow_none=True)
    technician = fields.Nested(Technician, allow_none=True)
    by_name = word(100, allow_none=True)


@promise("dispatch.work_order.created", readers=("intake", "notify"))
class WorkOrderCreated(OrderFacts):
    """A ticket became work (RW-1)."""

    trade = word(32, required=True)


@promise("dispatch.work_order.assigned", readers=("intake", "notify"))
class WorkOrderAssigned(OrderFacts):
    """Somebody was given the order, with the reasons why it was this person (RW-2)."""

    reasons = fields.List(word(200), required=True)
    automatic = fields.Boolean(required=True)


@promise("dispatch.work_order.accepted", readers=("intake", "notify"))
class WorkOrderAccepted(OrderFacts):
    """The technician took the order on."""


@promise("dispatch.work_order.arrived", readers=("intake", "notify"))
class WorkOrderArrived(OrderFacts):
    """The technician is at the place (RW-3)."""


@promise("dispatch.work_order.suspended", readers=("intake", "notify"))
class WorkOrderSuspended(OrderFacts):
    """Work waits for parts or access, was outsourced or returned; with a reason and a next date (RW-5)."""

    reason = word(500, required=True)
    next_at = instant(allow_none=True)


@promise("dispatch.work_order.completed", readers=("intake", "billing", "notify"))
class WorkOrderCompleted(OrderFacts):
    """The work is done; labour, materials and amounts as the customer agreed them (RW-4)."""

    place = fields.Nested(Place, required=True)
    lines = fields.List(fields.Nested(WorkLine), required=True)
    amount = Money(required=True)
    agreed_by = word(100, allow_none=True)
    follow_up = word(32, allow_none=True)
    note = word(2000, allow_none=True)


@promise("dispatch.work_order.verified", readers=("intake", "notify"))
class WorkOrderVerified(OrderFacts):
    """The desk inspected a public-area repair on the spot (RW-7)."""

    passed = fields.Boolean(required=True)
    cause_id = fields.UUID(required=True, metadata={"description": "id of this inspection"})
    note = word(2000, allow_none=True)


@promise("dispatch.work_order.reworked", readers=("intake", "notify"))
class WorkOrderReworked(OrderFacts):
    """A failed repair is redone: this order is the new one, `rework_of` the first (RW-8)."""

    cause_id = fields.UUID(required=True)
    reason = word(500, allow_none=True)


@promise("dispatch.work_order.cancelled", readers=("intake", "billing", "notify"))
class WorkOrderCancelled(OrderFacts):
    """The order ended without work."""

    reason = word(500, allow_none=True)


@promise("dispatch.order.escalated", readers=("intake", "notify"))
class OrderEscalated(OrderFacts):
    """Nobody eligible, or stuck: the supervisor has to decide (RW-5)."""

    reason = word(500, required=True)
