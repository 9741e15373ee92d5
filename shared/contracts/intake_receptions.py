"""Events of receptions: what is to be done for guests now."""

from marshmallow import fields

from .contract import EventSchema, promise
from .parts import instant, word


@promise("intake.reception.due", readers=("notify",))
class ReceptionDue(EventSchema):
    """Guests come soon and not everything is checked, or nobody served them for a while (RD-19)."""

    reception_id = fields.UUID(required=True)
    number = word(32, required=True)
    title = word(200, required=True)
    place = word(200, required=True)
    people = fields.Integer(required=True)
    what = word(16, required=True, metadata={"description": "check, or round"})
    due_at = instant(required=True)
    at = instant(required=True)
