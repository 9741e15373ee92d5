"""Shapes of slips at the doors."""

from datetime import UTC, datetime

from marshmallow.fields import Function

from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out, Query

from .models import SlipState


class SendSlip(In):
    site_id = fields.Id(required=True)
    from_department = fields.Text(required=True, max=32)
    to_department = fields.Text(required=True, max=32)
    subject = fields.Text(required=True, max=200)
    text = fields.Text(required=True, max=2000)
    unit_id = fields.Id()
    due_at = fields.Instant(metadata={"description": "After the site's usual hours unless said"})


class AnswerSlip(Action):
    answer = fields.Text(required=True, max=2000)


class SlipQuery(Query):
    site_id = fields.Id()
    unit_id = fields.Id()
    number = fields.Text(max=32)
    from_department = fields.Text(max=32)
    to_department = fields.Text(max=32)
    state = fields.Text(max=100, metadata={"description": "One or several, separated by commas"})
    overdue = fields.Flag()


class SlipView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    state = fields.Choice(SlipState)
    from_department = fields.String()
    to_department = fields.String()
    subject = fields.String()
    text = fields.String()
    unit_id = fields.Id(allow_none=True)
    unit_code = fields.String(allow_none=True)
    due_at = fields.Instant()
    sent_at = fields.Instant()
    sent_by_name = fields.String()
    received_at = fields.Instant(allow_none=True)
    received_by_name = fields.String(allow_none=True)
    answered_at = fields.Instant(allow_none=True)
    answered_by_name = fields.String(allow_none=True)
    answer = fields.String(allow_none=True)
    times_sent_back = fields.Whole()
    ended_at = fields.Instant(allow_none=True)
    ended_by_name = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    late = Function(lambda slip: slip.late(datetime.now(UTC)))
    allowed = Function(lambda slip: list(slip.allowed(principal())))


class SlipSummaryQuery(Query):
    site_id = fields.Id()
    week = fields.Date(metadata={"description": "Its Monday"})


class DepartmentOfSlips(Out):
    code = fields.String()
    name = fields.Dict()
    due = fields.Whole()
    on_time = fields.Whole()
    late = fields.Whole()
    open = fields.Whole()
    percent = fields.Whole()
    numbers = fields.List(fields.String())


class SlipSummaryView(Out):
    id = fields.Id()
    site_id = fields.Id()
    week = fields.Date()
    at = fields.Instant()
    departments = fields.List(fields.Nested(DepartmentOfSlips))
