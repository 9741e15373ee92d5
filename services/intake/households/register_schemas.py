"""Shapes of the lines of the registers at the doors."""

from marshmallow import ValidationError, validates_schema

from shared.web import fields
from shared.web.schemas import In, Out, PageQuery


class TitleHolder(In):
    name = fields.Text(required=True, max=100)
    share = fields.Text(max=32, metadata={"description": "Such as 1/2; left out when it is held whole"})


class TitleFacts(In):
    holders = fields.List(fields.Nested(TitleHolder), validate=fields.Length(min=1, max=20))
    certificate = fields.Text(max=64, allow_none=True)
    kind = fields.Text(max=64, allow_none=True)
    built_area = fields.Area(allow_none=True)
    usable_area = fields.Area(allow_none=True)
    land_share = fields.Text(max=100, allow_none=True)
    use = fields.Text(max=64, allow_none=True)
    attached = fields.Text(max=300, allow_none=True)
    garage = fields.Text(max=200, allow_none=True)
    other = fields.Text(max=500, allow_none=True)


class LeaseFacts(In):
    tenant = fields.Text(max=100)
    phone = fields.Text(max=64, allow_none=True)
    address = fields.Text(max=200, allow_none=True)
    part = fields.Text(max=64, allow_none=True, metadata={"description": "Of the unit; left out when it is let whole"})
    fit_out = fields.Text(max=300, allow_none=True)
    rent = fields.Money(allow_none=True)
    other = fields.Text(max=500, allow_none=True)


class RegisterPeriod(In):
    unit_id = fields.Id(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(allow_none=True)

    @validates_schema
    def in_order(self, data, **kwargs):
        if data.get("valid_to") and data["valid_to"] < data["valid_from"]:
            raise ValidationError("The end is before the beginning.", "valid_to")


class RecordTitle(TitleFacts, RegisterPeriod):
    holders = fields.List(fields.Nested(TitleHolder), required=True, validate=fields.Length(min=1, max=20))


class RecordLease(LeaseFacts, RegisterPeriod):
    tenant = fields.Text(required=True, max=100)


class Correction(In):
    """Only what is different; everything else is taken over."""

    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    reason = fields.Text(required=True, max=500)


class CorrectTitle(TitleFacts, Correction):
    pass


class CorrectLease(LeaseFacts, Correction):
    pass


class StrikeLine(In):
    reason = fields.Text(required=True, max=500)


class RegisterQuery(PageQuery):
    site_id = fields.Id()
    unit_id = fields.Id()
    as_of = fields.Date(metadata={"description": "Who holds on this day; left out, every line that ever holds"})
    known_at = fields.Instant(metadata={"description": "As the register was known at this moment"})


class RegisterLineView(Out):
    id = fields.Id()
    site_id = fields.Id()
    unit_id = fields.Id()
    unit_code = fields.String()
    household_id = fields.Id()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    corrects_id = fields.Id(allow_none=True)
    struck = fields.Flag()
    reason = fields.String(allow_none=True)
    other = fields.String(allow_none=True)
    recorded_at = fields.Instant()
    recorded_by_name = fields.String()


class TitleView(RegisterLineView):
    holders = fields.List(fields.Dict())
    certificate = fields.String(allow_none=True)
    kind = fields.String(allow_none=True)
    built_area = fields.Area(allow_none=True)
    usable_area = fields.Area(allow_none=True)
    land_share = fields.String(allow_none=True)
    use = fields.String(allow_none=True)
    attached = fields.String(allow_none=True)
    garage = fields.String(allow_none=True)


class LeaseView(RegisterLineView):
    tenant = fields.String()
    phone = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    part = fields.String(allow_none=True)
    fit_out = fields.String(allow_none=True)
    rent = fields.Money(allow_none=True)
