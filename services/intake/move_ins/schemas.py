"""Shapes of bulk move-ins and their progress at the doors."""

from services.intake.procedures.schemas import InBothLanguages
from services.intake.procedures.states import ProcedureState
from shared.web import fields
from shared.web.schemas import In, Out, Query


class OpenBatch(In):
    building_id = fields.Id(required=True)
    name = fields.Text(required=True, max=200)
    unit_ids = fields.List(fields.Id(), validate=fields.Length(min=1, max=5000))
    from_day = fields.Date()
    to_day = fields.Date()


class BatchQuery(Query):
    site_id = fields.Id()
    building_id = fields.Id()


class BatchView(Out):
    id = fields.Id()
    site_id = fields.Id()
    building_id = fields.Id()
    name = fields.String()
    asked = fields.Whole()
    opened_at = fields.Instant()
    opened_by_name = fields.String()
    from_day = fields.Date(allow_none=True)
    to_day = fields.Date(allow_none=True)


class StepCount(Out):
    code = fields.String()
    name = fields.Nested(InBothLanguages)
    done = fields.Whole()
    skipped = fields.Whole()
    left = fields.Whole()


class UnitProgress(Out):
    procedure_id = fields.Id()
    number = fields.String()
    unit_id = fields.Id()
    unit_code = fields.String()
    state = fields.Choice(ProcedureState)
    done = fields.Whole()
    of = fields.Whole()
    missing = fields.List(fields.String())
    skipped = fields.List(fields.String())
    notices = fields.List(fields.String())


class ProgressView(Out):
    batch_id = fields.Id()
    units = fields.Whole()
    running = fields.Whole()
    finished = fields.Whole()
    abandoned = fields.Whole()
    steps = fields.List(fields.Nested(StepCount))
    rows = fields.List(fields.Nested(UnitProgress))
