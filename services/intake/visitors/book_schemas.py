"""Shapes of gate enquiries and parcels at the doors."""

from marshmallow.fields import Function

from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out

from .enquiries import EnquiryState
from .parcels import Direction, ParcelKind, ParcelState, Signed
from .schemas import StateQuery


class AskDesk(In):
    unit_id = fields.Id(required=True)
    what = fields.Text(required=True, max=500, lines=False)
    carrier_name = fields.Text(max=100)
    plate = fields.Text(max=32)
    gate = fields.Text(max=64)


class ApproveEnquiry(Action):
    basis = fields.Text(required=True, max=500, metadata={"description": "Which approval it rests on"})


class EnquiryView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    state = fields.Choice(EnquiryState)
    unit_id = fields.Id()
    unit_code = fields.String()
    what = fields.String()
    carrier_name = fields.String(allow_none=True)
    plate = fields.String(allow_none=True)
    gate = fields.String(allow_none=True)
    asked_at = fields.Instant()
    asked_by_name = fields.String()
    decided_at = fields.Instant(allow_none=True)
    decided_by_name = fields.String(allow_none=True)
    basis = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    entered_at = fields.Instant(allow_none=True)
    entered_by_name = fields.String(allow_none=True)
    allowed = Function(lambda enquiry: list(enquiry.allowed(principal())))


class ReceiveParcel(In):
    unit_id = fields.Id(required=True)
    kind = fields.Choice(ParcelKind, load_default=ParcelKind.PARCEL)
    direction = fields.Choice(
        Direction,
        load_default=Direction.FOR_UNIT,
        metadata={"description": "from_unit: left by the household for somebody"},
    )
    for_name = fields.Text(max=100)
    carrier = fields.Text(max=100)
    tracking = fields.Text(max=64)
    what = fields.Text(max=200)
    shelf = fields.Text(max=32)


class CollectParcel(Action):
    """Signed on the list, or with the four digits of the household's message."""

    collected_by = fields.Text(required=True, max=100)
    code = fields.Text(max=8)
    signed = fields.Flag(load_default=False)


class ParcelQuery(StateQuery):
    tracking = fields.Text(max=64)
    direction = fields.Choice(Direction)


class ParcelView(Out):
    """Without the pick-up code: it is the household's."""

    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    state = fields.Choice(ParcelState)
    kind = fields.Choice(ParcelKind)
    direction = fields.Choice(Direction)
    unit_id = fields.Id()
    unit_code = fields.String()
    for_name = fields.String(allow_none=True)
    carrier = fields.String(allow_none=True)
    tracking = fields.String(allow_none=True)
    what = fields.String(allow_none=True)
    shelf = fields.String(allow_none=True)
    received_at = fields.Instant()
    received_by_name = fields.String()
    chased = fields.Whole()
    chased_at = fields.Instant(allow_none=True)
    collected_at = fields.Instant(allow_none=True)
    collected_by = fields.String(allow_none=True)
    signed_how = fields.Choice(Signed, allow_none=True)
    handed_over_by_name = fields.String(allow_none=True)
    end_reason = fields.String(allow_none=True)
    allowed = Function(lambda parcel: list(parcel.allowed(principal())))
