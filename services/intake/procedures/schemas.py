"""Shapes of procedures and their steps at the doors."""

from marshmallow.fields import Function

from services.intake.tickets.lifecycle import DESK
from shared.masking import mask_phone
from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out, Query

from .definition_schema import ProcedureDefinition, StepName
from .definitions import KINDS
from .models import Procedure
from .states import ProcedureState, StepState

KIND = fields.OneOf(sorted(KINDS))


class PublishEdition(ProcedureDefinition):
    valid_from = fields.Date(required=True)


class ProcedureEditionView(Out):
    kind = fields.String()
    edition = fields.Whole(metadata={"description": "0: the one the house ships"})
    valid_from = fields.Date(allow_none=True)
    content = fields.Dict()


class EditionQuery(Query):
    day = fields.Date(metadata={"description": "Which edition holds that day; today unless said"})


class OpenProcedure(In):
    """A renovation or a move-in is for a unit, a take-over for a building or a site."""

    kind = fields.String(required=True, validate=KIND)
    unit_id = fields.Id()
    building_id = fields.Id()
    site_id = fields.Id()
    party_name = fields.Text(max=100)
    party_phone = fields.Text(max=64)
    remark = fields.Text(max=500)


class BecauseOf(Action):
    reason = fields.Text(required=True, max=500)


class PaperSaid(In):
    code = fields.Text(required=True, max=32)
    reference = fields.Text(required=True, max=200)


class CompleteStep(Action):
    fields_ = fields.Loose(data_key="fields", max=30)
    papers = fields.List(fields.Nested(PaperSaid), validate=fields.Length(max=20))
    note = fields.Text(max=1000)
    signature = fields.Text(max=100, metadata={"description": "Who signed"})


class ExpectEvent(Action):
    reference = fields.Text(required=True, max=64, metadata={"description": "The number the event will name"})


class CountListLine(Action):
    counted = fields.Whole(required=True, min=0, max=1_000_000)
    explanation = fields.Text(max=500)
    expected = fields.Whole(min=0, max=1_000_000, metadata={"description": "Corrects how many there should be"})


class AddListLine(In):
    list_code = fields.Text(required=True, max=32)
    name = fields.Nested(StepName, required=True)
    expected = fields.Whole(required=True, min=0, max=1_000_000)


class ProcedureQuery(Query):
    site_id = fields.Id()
    kind = fields.String(validate=KIND)
    unit_id = fields.Id()
    building_id = fields.Id()
    batch_id = fields.Id()
    number = fields.Text(max=32)
    text = fields.Text(max=100)
    state = fields.Text(max=100, metadata={"description": "One or several, separated by commas"})
    overdue_at = fields.Instant(metadata={"description": "With a step whose deadline has passed by then"})


class InBothLanguages(Out):
    zh = fields.String()
    en = fields.String()


class ProcedureStepView(Out):
    id = fields.Id()
    version = fields.Whole()
    procedure_id = fields.Id()
    code = fields.String()
    name = fields.Nested(InBothLanguages)
    state = fields.Choice(StepState)
    who = fields.List(fields.String())
    after = fields.List(fields.String())
    due_at = fields.Instant(allow_none=True)
    overdue_at = fields.Instant(allow_none=True)
    reference = fields.String(allow_none=True)
    ended_at = fields.Instant(allow_none=True)
    ended_by_name = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    failures = fields.Whole()
    proof = fields.Dict(allow_none=True)
    rule = fields.Dict()
    allowed = Function(lambda step: list(step.allowed(principal())))


class ProcedureLineView(Out):
    id = fields.Id()
    version = fields.Whole()
    list_code = fields.String()
    name = fields.Nested(InBothLanguages)
    expected = fields.Whole()
    counted = fields.Whole(allow_none=True)
    missing = fields.Whole()
    explanation = fields.String(allow_none=True)
    counted_at = fields.Instant(allow_none=True)
    counted_by_name = fields.String(allow_none=True)


def phone_of(procedure: Procedure) -> str | None:
    """Who need not ring the party does not read the number (RF-6)."""
    openly = principal().may(procedure.site_id, *DESK)
    return procedure.party_phone if openly or not procedure.party_phone else mask_phone(procedure.party_phone)


class ProcedureRow(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    kind = fields.String()
    edition = fields.Whole()
    name = fields.Nested(InBothLanguages)
    state = fields.Choice(ProcedureState)
    unit_id = fields.Id(allow_none=True)
    building_id = fields.Id(allow_none=True)
    batch_id = fields.Id(allow_none=True)
    place = fields.String()
    party_name = fields.String(allow_none=True)
    opened_at = fields.Instant()
    ended_at = fields.Instant(allow_none=True)
    steps_left = Function(lambda one: len(one.unfinished))
    next_step = Function(lambda one: one.next_step.code if one.is_running and one.next_step else None)


class ProcedureView(ProcedureRow):
    party_phone = Function(phone_of)
    remark = fields.String(allow_none=True)
    opened_by_name = fields.String()
    end_reason = fields.String(allow_none=True)
    steps = fields.List(fields.Nested(ProcedureStepView))
    lines = fields.List(fields.Nested(ProcedureLineView))
    allowed = Function(lambda one: list(one.allowed(principal())))


class ProcedureActView(Out):
    step_code = fields.String(allow_none=True)
    action = fields.String()
    at = fields.Instant()
    by_name = fields.String()
    reason = fields.String(allow_none=True)
    facts = fields.Dict()
