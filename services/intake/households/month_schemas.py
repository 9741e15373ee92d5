"""Shapes of spot checks, of the registers' months and of the monthly lists at the doors."""

from shared.web import fields
from shared.web.schemas import Action, In, Out, Query

from .archive import MonthState
from .monthly import LISTS
from .registers import REGISTERS


class CheckLine(In):
    right = fields.Flag(required=True)
    note = fields.Text(max=500)


class RegisterCheckQuery(Query):
    site_id = fields.Id()
    month = fields.Date()
    register = fields.String(validate=fields.OneOf(list(REGISTERS)))
    right = fields.Flag()


class RegisterCheckView(Out):
    id = fields.Id()
    site_id = fields.Id()
    month = fields.Date()
    register = fields.String()
    line_id = fields.Id()
    unit_id = fields.Id()
    unit_code = fields.String()
    right = fields.Flag()
    note = fields.String(allow_none=True)
    at = fields.Instant()
    by_name = fields.String()


class ProduceMonth(In):
    site_id = fields.Id(required=True)
    register = fields.String(required=True, validate=fields.OneOf(list(REGISTERS)))
    month = fields.Date(required=True, metadata={"description": "Any day of the month"})


class ProduceAgain(Action):
    reason = fields.Text(required=True, max=500)


class ReviewMonth(Action):
    note = fields.Text(max=500)


class RegisterMonthQuery(Query):
    site_id = fields.Id()
    register = fields.String(validate=fields.OneOf(list(REGISTERS)))
    month = fields.Date(metadata={"description": "The first day of the month"})
    state = fields.Choice(MonthState)


class RegisterMonthLine(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    month = fields.Date()
    register = fields.String()
    state = fields.Choice(MonthState)
    as_of = fields.Date()
    due_on = fields.Date()
    seal = fields.String()
    produced_at = fields.Instant()
    reviewed_at = fields.Instant(allow_none=True)
    reviewed_by_name = fields.String(allow_none=True)
    review_note = fields.String(allow_none=True)
    signed_at = fields.Instant(allow_none=True)
    signed_by_name = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class RegisterMonthView(RegisterMonthLine):
    lines = fields.List(fields.Dict())


class MonthlyListQuery(Query):
    site_id = fields.Id(required=True)
    month = fields.Date(metadata={"description": "Any day of the month; this month unless said"})


class MonthlyRow(Out):
    unit_id = fields.Id()
    unit_code = fields.String()
    household_id = fields.Id(allow_none=True)
    who = fields.String(allow_none=True)
    what = fields.String(allow_none=True)
    day = fields.Date(allow_none=True)
    note = fields.String(allow_none=True)


class MonthlyList(Out):
    which = fields.String(validate=fields.OneOf(list(LISTS)))
    month = fields.Date()
    items = fields.List(fields.Nested(MonthlyRow))
