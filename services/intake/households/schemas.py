"""Shapes at the doors of the households' files."""

from marshmallow import ValidationError, validates_schema

from services.intake.directory.words import CHANNELS, LANGUAGES
from shared.web import fields
from shared.web.schemas import Action, In, Out, PageQuery

from .models import PersonRole


class Facts(In):
    """What is known about a person; phones in any usual spelling, the first is the one to ring."""

    from_day = fields.Date(data_key="from", allow_none=True)
    to_day = fields.Date(data_key="to", allow_none=True)
    phones = fields.List(fields.Text(max=64), validate=fields.Length(max=5))
    email = fields.String(
        allow_none=True,
        validate=[
            fields.Length(max=254),
            fields.validate.Email(error="An e-mail address such as li@example.org is expected."),
        ],
    )
    language = fields.String(validate=fields.OneOf(list(LANGUAGES)))
    channels = fields.List(fields.String(validate=fields.OneOf(CHANNELS)), validate=fields.Length(max=8))
    opted_out = fields.Flag()

    @validates_schema
    def in_order(self, data, **kwargs):
        first, last = data.get("from_day"), data.get("to_day")
        if first and last and last < first:
            raise ValidationError("The end is before the beginning.", "to")


class AddPerson(Facts):
    name = fields.Text(required=True, max=100)
    role = fields.Choice(PersonRole, required=True)


class AmendPerson(Facts, Action):
    name = fields.Text(max=100)
    role = fields.Choice(PersonRole)


class OpenHousehold(In):
    unit_id = fields.Id(required=True)
    people = fields.List(fields.Nested(AddPerson), load_default=list, validate=fields.Length(max=50))


class HouseholdQuery(PageQuery):
    site_id = fields.Id()
    unit_id = fields.Id()
    phone = fields.Phone(metadata={"description": "Somebody of the household is rung by this number"})
    name = fields.Text(max=100, metadata={"description": "Beginning of somebody's name"})
    review_due = fields.Flag(metadata={"description": "Not reviewed within the quarter (RF-1)"})


class ReviewHousehold(Action):
    """Nothing but the version that was reviewed."""


class PhoneView(Out):
    raw = fields.String()
    e164 = fields.String(allow_none=True)


class PersonView(Out):
    """Numbers and addresses are masked for whoever need not ring anybody (RF-6)."""

    id = fields.Id()
    version = fields.Whole()
    household_id = fields.Id()
    name = fields.String()
    role = fields.Choice(PersonRole)
    from_ = fields.Date(data_key="from", attribute="from_day", allow_none=True)
    to = fields.Date(attribute="to_day", allow_none=True)
    phones = fields.List(fields.Nested(PhoneView))
    email = fields.String(allow_none=True)
    language = fields.String()
    channels = fields.List(fields.String())
    opted_out = fields.Flag()


class HouseholdLine(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    unit_id = fields.Id()
    unit_code = fields.String()
    reviewed_at = fields.Instant(allow_none=True)


class HouseholdView(HouseholdLine):
    masked = fields.Flag(metadata={"description": "Whether numbers and addresses are hidden from you"})
    people = fields.List(fields.Nested(PersonView))


class ReadingView(Out):
    id = fields.Id()
    reader = fields.String()
    reader_name = fields.String()
    action = fields.String()
    unmasked = fields.Flag()
    at = fields.Instant()
