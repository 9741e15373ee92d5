"""Events of long procedures that people have to hear of: a permit, a notice to put something right, its escalation."""

from marshmallow import fields

from .contract import EventSchema, promise
from .intake_gate import OfUnit
from .parts import instant, word


@promise("intake.renovation.approved", readers=("notify",))
class RenovationApproved(OfUnit):
    """The permit is issued: the owner is told that work may start, and until when (RM-4)."""

    procedure_id = fields.UUID(required=True)
    valid_until = fields.Date(allow_none=True)
    work_hours = word(500, allow_none=True)


@promise("intake.notice.written", readers=("notify",))
class NoticeWritten(OfUnit):
    """Something in or about the unit has to be put right by then: the owner is told (RM-5)."""

    finding_id = fields.UUID(required=True)
    category = word(64, required=True)
    description = word(1000, required=True)
    due_at = instant(required=True)


@promise("intake.notice.escalated", readers=("notify",))
class NoticeEscalated(EventSchema):
    """It was refused, or its deadline passed: the leaders are told (RM-5)."""

    finding_id = fields.UUID(required=True)
    number = word(32, required=True)
    place = word(200, required=True)
    description = word(1000, required=True)
    responsible = word(32, required=True)
    reason = word(500, allow_none=True)
    at = instant(required=True)
