"""Shapes of an emergency at the doors."""

from shared.web import fields
from shared.web.schemas import In, Out

from .models import Happened


class WriteMinute(In):
    happened = fields.Choice(Happened, required=True)
    call = fields.Whole(min=1, max=100, metadata={"description": "Who of the plan, from 1; for reached and no_answer"})
    words = fields.Text(max=500)


class EmergencyMinuteView(Out):
    id = fields.Id()
    happened = fields.Choice(Happened)
    call = fields.Whole(allow_none=True)
    words = fields.String(allow_none=True)
    at = fields.Instant()
    by_name = fields.String()


class EmergencyCallView(Out):
    """Somebody of the plan, and the last word about ringing them."""

    call = fields.Whole()
    who = fields.String()
    number = fields.String()
    outside = fields.Flag()
    last = fields.Nested(EmergencyMinuteView, allow_none=True)


class EmergencyView(Out):
    ticket_id = fields.Id()
    opened_at = fields.Instant()
    calls = fields.List(fields.Nested(EmergencyCallView))
    entries = fields.List(fields.Nested(EmergencyMinuteView))
