"""Events of slips between departments: one that is late, and the week summed up."""

from marshmallow import fields

from .contract import EventSchema, Part, promise
from .parts import Bilingual, instant, word


@promise("intake.slip.overdue", readers=("notify",))
class SlipOverdue(EventSchema):
    """A department did not answer by the due time (RD-12)."""

    slip_id = fields.UUID(required=True)
    number = word(32, required=True)
    to_department = fields.Nested(Bilingual, required=True)
    subject = word(200, required=True)
    due_at = instant(required=True)
    at = instant(required=True)


class SlipsPart(Part):
    """What was due from one department."""

    code = word(32, required=True)
    name = fields.Nested(Bilingual, required=True)
    due = fields.Integer(required=True)
    on_time = fields.Integer(required=True)
    late = fields.Integer(required=True)
    open = fields.Integer(required=True)
    percent = fields.Integer(required=True)
    numbers = fields.List(word(32), load_default=list)


@promise("intake.slip_summary.issued", readers=("notify",))
class SlipSummaryIssued(EventSchema):
    """The slips of a week by department (RD-12)."""

    summary_id = fields.UUID(required=True)
    week = fields.Date(required=True)
    target_percent = fields.Integer(required=True)
    departments = fields.List(fields.Nested(SlipsPart), required=True)
    at = instant(required=True)
