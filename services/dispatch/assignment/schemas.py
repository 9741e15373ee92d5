"""Shapes at the doors of assignment."""

from shared.web import fields
from shared.web.schemas import Action, Out


class AssignOrder(Action):
    staff_id = fields.Id(metadata={"description": "Left out: whoever fits best."})
    reason = fields.Text(max=500)


class TransferOrder(AssignOrder):
    pass


class ReasonView(Out):
    code = fields.String()
    value = fields.Field(allow_none=True)
    zh = fields.String()
    en = fields.String()
    against = fields.Flag()


class CandidateView(Out):
    staff_id = fields.Id(attribute="person.id")
    code = fields.String(attribute="person.code")
    name = fields.String(attribute="person.name")
    trades = fields.List(fields.String(), attribute="person.trades")
    load = fields.Dict(attribute="person.load")
    eligible = fields.Flag()
    barred = fields.Flag(metadata={"description": "Not even by hand: certificate or site forbids it (RW-12)."})
    reasons_for = fields.List(fields.Nested(ReasonView))
    reasons_against = fields.List(fields.Nested(ReasonView))


class CandidatesView(Out):
    items = fields.List(fields.Nested(CandidateView))
