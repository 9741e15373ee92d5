"""Events announced by notify: what customers were told, and what they answered."""

from marshmallow import fields

from .contract import EventSchema, promise
from .parts import instant, word

OUTCOMES = "satisfied, dissatisfied, still_broken, new_request, refused"


class MessageFacts(EventSchema):
    message_id = fields.UUID(required=True)
    kind = word(64, required=True)
    channel = word(20, required=True)
    ticket_id = fields.UUID(allow_none=True)
    to = word(100, required=True, metadata={"description": "masked: 138****5521, l***@example.org"})
    at = instant(required=True)


@promise("notify.message.delivered", readers=("intake",))
class MessageDelivered(MessageFacts):
    """A channel took the message (RV-5)."""


@promise("notify.message.failed", readers=("intake",))
class MessageFailed(MessageFacts):
    """Every channel failed; somebody has to phone."""

    reason = word(500, required=True)


class VisitFacts(EventSchema):
    return_visit_id = fields.UUID(required=True)
    ticket_id = fields.UUID(required=True)
    work_order_id = fields.UUID(required=True)
    attempts = fields.Integer(required=True)
    at = instant(required=True)
    by_name = word(100, allow_none=True)
    note = word(2000, allow_none=True)


@promise("notify.return_visit.completed", readers=("intake", "dispatch"))
class ReturnVisitCompleted(VisitFacts):
    """The customer was asked and answered (RV-3)."""

    outcome = word(32, required=True, metadata={"description": OUTCOMES})
    score = fields.Integer(allow_none=True)


@promise("notify.return_visit.unreachable", readers=("intake", "dispatch"))
class ReturnVisitUnreachable(VisitFacts):
    """After the last try nobody answered; a supervisor may waive the visit (RV-2)."""
