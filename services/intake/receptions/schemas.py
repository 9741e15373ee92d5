"""Shapes of receptions at the doors."""

from marshmallow.fields import Function

from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out, Query

from .models import ReceptionKind, ReceptionState


class PlanReception(In):
    site_id = fields.Id(required=True)
    kind = fields.Choice(ReceptionKind, required=True)
    title = fields.Text(required=True, max=200)
    guests = fields.Text(required=True, max=500, metadata={"description": "Who comes"})
    people = fields.Whole(required=True, min=1, max=10_000)
    needs = fields.Text(max=2000)
    place = fields.Text(max=200)
    booking_id = fields.Id(metadata={"description": "The booked room, instead of a place"})
    arrives_at = fields.Instant(required=True)
    leaves_at = fields.Instant()


class CheckReception(Action):
    code = fields.Text(required=True, max=32)
    ok = fields.Flag(required=True)
    note = fields.Text(max=500)


class ReceiveGuests(Action):
    reason = fields.Text(max=500, metadata={"description": "Why something was not checked by then"})


class ServeRound(Action):
    note = fields.Text(max=500)


class Supply(In):
    name = fields.Text(required=True, max=100)
    quantity = fields.Whole(min=1, max=9999, load_default=1)


class TallySupplies(Action):
    supplies = fields.List(fields.Nested(Supply), required=True, validate=fields.Length(min=1, max=100))


class EndReception(Action):
    record = fields.Text(required=True, max=4000)


class ReceptionQuery(Query):
    site_id = fields.Id()
    number = fields.Text(max=32)
    state = fields.Text(max=100, metadata={"description": "One or several, separated by commas"})


class ReceptionView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    state = fields.Choice(ReceptionState)
    kind = fields.Choice(ReceptionKind)
    title = fields.String()
    guests = fields.String()
    people = fields.Whole()
    needs = fields.String(allow_none=True)
    place = fields.String()
    booking_id = fields.Id(allow_none=True)
    arrives_at = fields.Instant()
    leaves_at = fields.Instant(allow_none=True)
    planned_by_name = fields.String()
    checks = fields.List(fields.Dict())
    rounds = fields.List(fields.Dict())
    supplies = fields.List(fields.Dict())
    next_round_at = fields.Instant(allow_none=True)
    arrived_at = fields.Instant(allow_none=True)
    unchecked_reason = fields.String(allow_none=True)
    ended_at = fields.Instant(allow_none=True)
    ended_by_name = fields.String(allow_none=True)
    record = fields.String(allow_none=True)
    end_reason = fields.String(allow_none=True)
    allowed = Function(lambda reception: list(reception.allowed(principal())))
