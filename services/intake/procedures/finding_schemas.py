"""Shapes of written notices, of looks at works and records, and of corrective actions at the doors."""

from marshmallow.fields import Function

from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out, Query

from .corrective import ActionState
from .findings import FindingKind, FindingState, Responsible
from .schemas import BecauseOf


class Noticed(In):
    category = fields.Text(required=True, max=64, metadata={"description": "What sort; the same word each time"})
    description = fields.Text(required=True, max=1000)
    place = fields.Text(max=200)
    due_at = fields.Instant(metadata={"description": "After the site's usual hours unless said"})
    responsible = fields.Choice(Responsible)
    responsible_name = fields.Text(max=100)
    served_to = fields.Text(max=100, metadata={"description": "To whom the notice was handed"})


class WriteFinding(Noticed):
    kind = fields.Choice(FindingKind, load_default=FindingKind.DEFECT)


class FailStep(BecauseOf):
    findings = fields.List(fields.Nested(Noticed), validate=fields.Length(max=100))


class RecordCheck(In):
    kind = fields.String(required=True, validate=fields.OneOf(["patrol", "records"]))
    note = fields.Text(max=1000)
    findings = fields.List(fields.Nested(Noticed), load_default=list, validate=fields.Length(max=50))


class LookedView(Out):
    id = fields.Id()
    kind = fields.String()
    at = fields.Instant()
    by_name = fields.String()
    note = fields.String(allow_none=True)
    found = fields.Whole()


class RectifyFinding(Action):
    note = fields.Text(required=True, max=1000)


class AcceptFinding(Action):
    note = fields.Text(max=500)


class RejectFinding(BecauseOf):
    due_at = fields.Instant()


class ExtendFinding(BecauseOf):
    due_at = fields.Instant(required=True)


class FindingQuery(Query):
    site_id = fields.Id()
    procedure_id = fields.Id()
    unit_id = fields.Id()
    number = fields.Text(max=32)
    kind = fields.Choice(FindingKind)
    responsible = fields.Choice(Responsible)
    category = fields.Text(max=64)
    state = fields.Text(max=100, metadata={"description": "One or several, separated by commas"})


class FindingView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    kind = fields.Choice(FindingKind)
    state = fields.Choice(FindingState)
    procedure_id = fields.Id()
    step_code = fields.String(allow_none=True)
    unit_id = fields.Id(allow_none=True)
    place = fields.String()
    category = fields.String()
    description = fields.String()
    responsible = fields.Choice(Responsible)
    responsible_name = fields.String(allow_none=True)
    served_to = fields.String(allow_none=True)
    due_at = fields.Instant()
    found_at = fields.Instant()
    found_by_name = fields.String()
    times = fields.Whole()
    note = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    rectified_at = fields.Instant(allow_none=True)
    closed_at = fields.Instant(allow_none=True)
    escalated_at = fields.Instant(allow_none=True)
    allowed = Function(lambda one: list(one.allowed(principal())))


class PlanCorrectiveAction(Action):
    cause = fields.Text(required=True, max=1000)
    responsible = fields.Text(required=True, max=100)
    measure = fields.Text(required=True, max=1000)
    due_at = fields.Instant(required=True)


class NoteCorrectiveAction(Action):
    note = fields.Text(required=True, max=1000)


class ActionQuery(Query):
    site_id = fields.Id()
    state = fields.Choice(ActionState)
    category = fields.Text(max=64)
    number = fields.Text(max=32)


class CorrectiveActionView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    state = fields.Choice(ActionState)
    category = fields.String()
    numbers = fields.List(fields.String())
    opened_at = fields.Instant()
    cause = fields.String(allow_none=True)
    responsible = fields.String(allow_none=True)
    measure = fields.String(allow_none=True)
    due_at = fields.Instant(allow_none=True)
    result = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    closed_at = fields.Instant(allow_none=True)
    allowed = Function(lambda one: list(one.allowed(principal())))


class LookQuery(Query):
    site_id = fields.Id(required=True)


class RecordChecksView(Out):
    """Looks at move-in records this month (RM-3)."""

    month = fields.Date()
    wanted = fields.Whole()
    done = fields.Whole()
    missing = fields.Whole()
