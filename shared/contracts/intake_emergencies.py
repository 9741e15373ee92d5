"""Events of emergencies: the leaders hear of each at once (RD-17)."""

from marshmallow import fields

from .contract import EventSchema, promise
from .parts import instant, word


@promise("intake.emergency.opened", readers=("notify",))
class EmergencyOpened(EventSchema):
    """Somebody reported an emergency, and its plan was opened."""

    ticket_id = fields.UUID(required=True)
    number = word(32, required=True)
    place = word(200, required=True, metadata={"description": "Unit or place; empty when nobody knows"})
    description = word(300, required=True)
    calls = fields.Integer(required=True, metadata={"description": "How many are to be called"})
    at = instant(required=True)
