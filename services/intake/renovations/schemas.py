"""Shapes of workers' passes and closed-water tests at the doors."""

from marshmallow.fields import Function

from services.intake.procedures.schemas import BecauseOf
from services.intake.tickets.lifecycle import DESK
from shared.masking import mask_identity, mask_phone
from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out, Query

from .models import WaterTestState, WorkerPass, WorkerPassState


class RegisterWorker(In):
    name = fields.Text(required=True, max=100)
    document = fields.Text(required=True, max=64, metadata={"description": "Number of the identity document"})
    trade = fields.Text(max=64)
    phone = fields.Text(max=64)
    company = fields.Text(max=100)
    valid_until = fields.Date(metadata={"description": "The planned end of the works unless said"})


class PassQuery(Query):
    site_id = fields.Id()
    procedure_id = fields.Id()
    unit_id = fields.Id()
    number = fields.Text(max=32)
    state = fields.Choice(WorkerPassState)


def document_of(held: WorkerPass) -> str:
    """In full for those who check it at the desk (RF-6)."""
    return held.document if principal().may(held.site_id, *DESK) else mask_identity(held.document)


def phone_of(held: WorkerPass) -> str | None:
    openly = principal().may(held.site_id, *DESK)
    return held.phone if openly or not held.phone else mask_phone(held.phone)


class WorkerPassView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    state = fields.Choice(WorkerPassState)
    procedure_id = fields.Id()
    unit_id = fields.Id(allow_none=True)
    unit_code = fields.String(allow_none=True)
    name = fields.String()
    trade = fields.String(allow_none=True)
    document = Function(document_of)
    phone = Function(phone_of)
    company = fields.String(allow_none=True)
    valid_until = fields.Date()
    issued_at = fields.Instant()
    issued_by_name = fields.String()
    ended_at = fields.Instant(allow_none=True)
    reason = fields.String(allow_none=True)
    allowed = Function(lambda held: list(held.allowed(principal())))


class BeginWaterTest(In):
    area = fields.Text(required=True, max=100)
    depth = fields.Text(max=64)
    started_at = fields.Instant(metadata={"description": "Now unless said"})


class SeenBelow(In):
    unit = fields.Text(required=True, max=64)
    dry = fields.Flag(required=True)
    note = fields.Text(max=200)


class PassWaterTest(Action):
    below = fields.List(fields.Nested(SeenBelow), required=True, validate=fields.Length(min=1, max=50))
    note = fields.Text(max=500)


class FailWaterTest(BecauseOf):
    below = fields.List(fields.Nested(SeenBelow), validate=fields.Length(max=50))


class SeenBelowView(Out):
    unit = fields.String()
    dry = fields.Flag()
    note = fields.String(allow_none=True)


class WaterTestView(Out):
    id = fields.Id()
    version = fields.Whole()
    procedure_id = fields.Id()
    state = fields.Choice(WaterTestState)
    area = fields.String()
    depth = fields.String(allow_none=True)
    hours = fields.Whole()
    started_at = fields.Instant()
    started_by_name = fields.String()
    ended_at = fields.Instant(allow_none=True)
    ended_by_name = fields.String(allow_none=True)
    below = fields.List(fields.Nested(SeenBelowView), allow_none=True)
    reason = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    allowed = Function(lambda test: list(test.allowed(principal())))
