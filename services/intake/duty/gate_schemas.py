"""Shapes of the handover at the doors."""

from shared.web import fields
from shared.web.schemas import Action, In, Out, Query

from .gate import HandoverState
from .schemas import DutySite, UnfinishedView


class DrawHandover(DutySite):
    note = fields.Text(max=2000)


class HandoverQuery(Query):
    site_id = fields.Id()
    shift_id = fields.Id()
    state = fields.Choice(HandoverState)


class HandoverCounted(In):
    code = fields.Text(required=True, max=32)
    outgoing_count = fields.Whole(min=0, max=100_000)
    incoming_count = fields.Whole(min=0, max=100_000)
    explanation = fields.Text(max=500)


class CountEntrusted(Action):
    counts = fields.List(fields.Nested(HandoverCounted), required=True, validate=fields.Length(min=1, max=50))


class AcknowledgeItem(Action):
    joint_note = fields.Text(max=500, metadata={"description": "What was agreed on a large matter"})


class WithdrawHandover(Action):
    reason = fields.Text(required=True, max=500)


class SignIncoming(Action):
    """The incoming side proves who they are, whoever's session the desk's computer is in."""

    login = fields.Text(required=True, max=100)
    password = fields.String(required=True, validate=fields.Length(min=1, max=200), load_only=True)


class HandoverItemView(UnfinishedView):
    id = fields.Id()
    settled = fields.Flag()
    joint_note = fields.String(allow_none=True)
    acknowledged_at = fields.Instant(allow_none=True)
    acknowledged_by = fields.String(allow_none=True)


class HandoverCountView(Out):
    code = fields.String()
    name = fields.Dict()
    expected = fields.Whole()
    outgoing_count = fields.Whole(allow_none=True)
    incoming_count = fields.Whole(allow_none=True)
    explanation = fields.String(allow_none=True)
    differs = fields.Flag()


class HandoverLine(Out):
    id = fields.Id()
    site_id = fields.Id()
    version = fields.Whole()
    number = fields.String()
    state = fields.Choice(HandoverState)
    shift_id = fields.Id()
    from_name = fields.Dict()
    to_name = fields.Dict()
    drawn_at = fields.Instant()
    outgoing_name = fields.String(allow_none=True)
    outgoing_at = fields.Instant(allow_none=True)
    incoming_name = fields.String(allow_none=True)
    incoming_at = fields.Instant(allow_none=True)


class HandoverView(HandoverLine):
    note = fields.String(allow_none=True)
    resting = fields.Whole(metadata={"description": "Resolved tickets that wait only for their return visit"})
    items = fields.List(fields.Nested(HandoverItemView))
    counts = fields.List(fields.Nested(HandoverCountView))
