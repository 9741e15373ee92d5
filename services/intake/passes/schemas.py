"""Shapes of passes at the doors."""

from marshmallow.fields import Function

from services.intake.tickets.lifecycle import DESK
from shared.masking import mask_phone
from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out, Query

from .codes import shown_code
from .models import ConsentHow, PassState, Purpose, ReleasePass


class ThingOnPass(In):
    name = fields.Text(required=True, max=100)
    quantity = fields.Whole(min=1, max=9999, load_default=1)


class RequestPass(In):
    unit_id = fields.Id(required=True)
    purpose = fields.Choice(Purpose, required=True)
    items = fields.List(fields.Nested(ThingOnPass), required=True, validate=fields.Length(min=1, max=100))
    remark = fields.Text(max=500)
    carrier_name = fields.Text(max=100)
    carrier_phone = fields.Text(max=64)
    plate = fields.Text(max=32)
    valid_from = fields.Instant(metadata={"description": "Now unless said"})
    valid_until = fields.Instant(metadata={"description": "After the site's usual hours unless said"})


class ConfirmPass(Action):
    """Who said yes: an owner of the unit's file, or somebody else in writing."""

    how = fields.Choice(ConsentHow, required=True)
    person_id = fields.Id()
    name = fields.Text(max=100)


class UsePass(Action):
    gate = fields.Text(max=64, metadata={"description": "Which gate"})


class RefusePass(UsePass):
    reason = fields.Text(required=True, max=500)


class PassQuery(Query):
    site_id = fields.Id()
    unit_id = fields.Id()
    number = fields.Text(max=32)
    purpose = fields.Choice(Purpose)
    state = fields.Text(max=100, metadata={"description": "One or several, separated by commas"})


class ScannedQuery(Query):
    code = fields.Text(required=True, max=300, metadata={"description": "As it was scanned or typed"})


class ThingOnPassView(Out):
    name = fields.String()
    quantity = fields.Whole()


class PassCheckView(Out):
    at = fields.Instant()
    outcome = fields.String()
    reason = fields.String(allow_none=True)
    gate = fields.String(allow_none=True)
    by_name = fields.String()


def phone_of(held: ReleasePass) -> str | None:
    """Who need not ring the carrier does not read the number (RF-6)."""
    openly = principal().may(held.site_id, *DESK)
    return held.carrier_phone if openly or not held.carrier_phone else mask_phone(held.carrier_phone)


class PassLine(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    state = fields.Choice(PassState)
    unit_id = fields.Id()
    unit_code = fields.String()
    purpose = fields.Choice(Purpose)
    valid_from = fields.Instant()
    valid_until = fields.Instant()
    requested_at = fields.Instant()
    used_at = fields.Instant(allow_none=True)
    used_by_name = fields.String(allow_none=True)


class PassView(PassLine):
    code = Function(lambda held: shown_code(held.code))
    items = fields.List(fields.Nested(ThingOnPassView))
    remark = fields.String(allow_none=True)
    carrier_name = fields.String(allow_none=True)
    carrier_phone = Function(phone_of)
    plate = fields.String(allow_none=True)
    requested_by_name = fields.String()
    consent_by = fields.String(allow_none=True)
    consent_how = fields.Choice(ConsentHow, allow_none=True)
    issued_at = fields.Instant(allow_none=True)
    issued_by_name = fields.String(allow_none=True)
    gate = fields.String(allow_none=True)
    ended_at = fields.Instant(allow_none=True)
    end_reason = fields.String(allow_none=True)
    checks = fields.List(fields.Nested(PassCheckView))
    allowed = Function(lambda held: list(held.allowed(principal())))
