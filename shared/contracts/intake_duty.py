"""Events of duty: a shift handed over, the day's report sent, the open items put to the departments."""

from marshmallow import fields

from .contract import EventSchema, Part, promise
from .parts import Bilingual, instant, word


@promise("intake.handover.signed", readers=("notify",))
class HandoverSigned(EventSchema):
    """Both sides signed: everything open belongs to the next shift from now on (RD-7, RD-8)."""

    handover_id = fields.UUID(required=True)
    number = word(32, required=True)
    from_shift = fields.Nested(Bilingual, required=True)
    to_shift = fields.Nested(Bilingual, required=True)
    shift_id = fields.UUID(required=True)
    outgoing = word(100, required=True)
    incoming = word(100, required=True)
    items = fields.Integer(required=True)
    differing = fields.List(word(32), load_default=list)
    at = instant(required=True)


@promise("intake.day_report.issued", readers=("notify",))
class DayReportIssued(EventSchema):
    """The day's duty report was reviewed and sent (RD-9)."""

    report_id = fields.UUID(required=True)
    day = fields.Date(required=True)
    taken = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    open = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    urgent = fields.Integer(required=True)
    complaints = fields.Integer(required=True)
    visitors = fields.Integer(allow_none=True)
    remark = word(2000, allow_none=True)
    issued_by = word(100, required=True)
    at = instant(required=True)


class DepartmentPart(Part):
    """What stands open with one department."""

    code = word(64, required=True)
    name = fields.Nested(Bilingual, required=True)
    open = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    urgent = fields.Integer(required=True)
    numbers = fields.List(word(32), load_default=list)


@promise("intake.digest.issued", readers=("notify",))
class DigestIssued(EventSchema):
    """At an hour of the day the open items were sorted by department (RD-10)."""

    digest_id = fields.UUID(required=True)
    day = fields.Date(required=True)
    slot = word(8, required=True)
    departments = fields.List(fields.Nested(DepartmentPart), required=True)
    at = instant(required=True)
