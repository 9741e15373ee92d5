"""Events of the gate: what leaves with a pass, who comes, what was handed in for a unit."""

from marshmallow import fields

from .contract import EventSchema, promise
from .parts import instant, word


class OfUnit(EventSchema):
    """What everything at the gate says: its number, whose unit it is about, when."""

    number = word(32, required=True)
    unit_id = fields.UUID(required=True)
    unit_code = word(64, required=True)
    at = instant(required=True)


@promise("intake.release_pass.issued", readers=("notify",))
class ReleasePassIssued(OfUnit):
    """The owner confirmed: these goods may leave once, until then (RD-15)."""

    pass_id = fields.UUID(required=True)
    things = word(1000, required=True)
    valid_until = instant(required=True)


@promise("intake.release_pass.used", readers=("notify",))
class ReleasePassUsed(OfUnit):
    """The guard let the goods out; the pass is used up (RD-15)."""

    pass_id = fields.UUID(required=True)
    things = word(1000, required=True)
    gate = word(64, allow_none=True)


@promise("intake.visitor.arrived", readers=("notify",))
class VisitorArrived(OfUnit):
    """Somebody stands at the gate, or came in as announced: the household is told (RD-11)."""

    visitor_id = fields.UUID(required=True)
    visitor = word(100, required=True)
    purpose = word(200, required=True)


@promise("intake.parcel.received", readers=("notify",))
class ParcelReceived(OfUnit):
    """Something lies here for the household, or still lies here: `reminder` counts from 1 (RD-14)."""

    parcel_id = fields.UUID(required=True)
    kind = word(32, required=True)
    carrier = word(100, allow_none=True)
    shelf = word(32, allow_none=True)
    pickup_code = word(8, required=True)
    reminder = fields.Integer(required=True)


@promise("intake.gate_enquiry.refused", readers=("notify",))
class GateEnquiryRefused(OfUnit):
    """Material was not let in, and why: the owner is told (RD-16)."""

    enquiry_id = fields.UUID(required=True)
    what = word(500, required=True)
    reason = word(500, required=True)
