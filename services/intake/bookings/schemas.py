"""Shapes of facilities and bookings at the doors."""

from marshmallow.fields import Function

from services.intake.directory.site_settings import Hours
from shared.masking import mask_phone
from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out, Query

from .models import BOOKERS, BookingState, FacilityKind


class FacilityFacts(In):
    name_zh = fields.Text(max=200)
    name_en = fields.Text(max=200)
    kind = fields.Choice(FacilityKind)
    place = fields.Text(max=200)
    capacity = fields.Whole(min=1, max=10_000)
    hours = fields.List(fields.Nested(Hours), validate=fields.Length(min=1, max=20))
    slot_minutes = fields.Whole(validate=fields.OneOf([15, 30, 60]))
    longest_minutes = fields.Whole(min=15, max=1440)
    ahead_days = fields.Whole(min=1, max=366)
    price_per_hour = fields.Money()
    deposit = fields.Money()
    cancel_hours = fields.Whole(min=0, max=720, metadata={"description": "Until so long before it costs nothing"})
    cancel_percent = fields.Whole(min=0, max=100, metadata={"description": "Of the price, when cancelled later"})
    rules = fields.Text(max=2000)
    active = fields.Flag()


class OpenFacility(FacilityFacts):
    site_id = fields.Id(required=True)
    code = fields.Text(required=True, max=32)
    name_zh = fields.Text(required=True, max=200)
    name_en = fields.Text(required=True, max=200)
    kind = fields.Choice(FacilityKind, required=True)
    hours = fields.List(fields.Nested(Hours), required=True, validate=fields.Length(min=1, max=20))


class AmendFacility(FacilityFacts, Action):
    """What is left out stays."""


class FacilityQuery(Query):
    site_id = fields.Id()
    code = fields.Text(max=32)
    kind = fields.Choice(FacilityKind)
    active = fields.Flag()


class FacilityView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    kind = fields.Choice(FacilityKind)
    place = fields.String(allow_none=True)
    capacity = fields.Whole(allow_none=True)
    hours = fields.List(fields.Dict())
    slot_minutes = fields.Whole()
    longest_minutes = fields.Whole()
    ahead_days = fields.Whole()
    price_per_hour = fields.Money()
    deposit = fields.Money()
    cancel_hours = fields.Whole()
    cancel_percent = fields.Whole()
    rules = fields.String(allow_none=True)
    active = fields.Flag()


class BookFacility(In):
    facility_id = fields.Id(required=True)
    starts_at = fields.Instant(required=True)
    ends_at = fields.Instant(required=True)
    unit_id = fields.Id()
    for_name = fields.Text(required=True, max=100)
    phone = fields.Text(max=64)
    people = fields.Whole(min=1, max=10_000)
    purpose = fields.Text(max=200)


class BookingQuery(Query):
    site_id = fields.Id()
    facility_id = fields.Id()
    unit_id = fields.Id()
    number = fields.Text(max=32)
    state = fields.Choice(BookingState)
    since = fields.Instant(metadata={"description": "Ends after this"})
    until = fields.Instant(metadata={"description": "Begins before this"})


def phone_of(booking) -> str | None:
    """Who need not ring them does not read the number (RF-6)."""
    openly = principal().may(booking.site_id, *BOOKERS)
    return booking.phone if openly or not booking.phone else mask_phone(booking.phone)


class BookingView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    state = fields.Choice(BookingState)
    facility_id = fields.Id()
    facility_name = fields.Dict()
    starts_at = fields.Instant()
    ends_at = fields.Instant()
    unit_id = fields.Id(allow_none=True)
    unit_code = fields.String(allow_none=True)
    for_name = fields.String()
    phone = Function(phone_of)
    people = fields.Whole(allow_none=True)
    purpose = fields.String(allow_none=True)
    price = fields.Money()
    deposit = fields.Money()
    free_until = fields.Instant(metadata={"description": "Cancelled until then it costs nothing"})
    cancel_percent = fields.Whole()
    booked_at = fields.Instant()
    booked_by_name = fields.String()
    ended_at = fields.Instant(allow_none=True)
    end_reason = fields.String(allow_none=True)
    fee = fields.Money(allow_none=True)
    charge_id = fields.Id(allow_none=True, metadata={"description": "The bill's id, where there is a fee"})
    allowed = Function(lambda booking: list(booking.allowed(principal())))
