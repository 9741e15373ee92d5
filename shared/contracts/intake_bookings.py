"""Events of bookings: what a room or facility costs whoever had it."""

from marshmallow import fields

from .contract import EventSchema, promise
from .parts import Money, WorkLine, instant, word


@promise("intake.booking.charged", readers=("billing",))
class BookingCharged(EventSchema):
    """A booking took place, was not used, or was cancelled late: its fee goes to billing (RD-20)."""

    booking_id = fields.UUID(required=True)
    charge_id = fields.UUID(required=True, metadata={"description": "the id of the bill that comes of it"})
    number = word(32, required=True)
    unit_id = fields.UUID(allow_none=True)
    unit_code = word(64, allow_none=True)
    payer = word(100, required=True)
    lines = fields.List(fields.Nested(WorkLine), required=True)
    amount = Money(required=True)
    at = instant(required=True)
