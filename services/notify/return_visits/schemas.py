"""Return visits as they come in and go out."""

from marshmallow import post_dump, validate

from shared.masking import mask_name, mask_phone
from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, Out, PageQuery

from .models import CALLERS, LIFECYCLE, VisitState

RESULTS = ("reached", "no_answer", "refused")
OUTCOMES = ("satisfied", "dissatisfied", "still_broken", "new_request")


class AttemptVisit(Action):
    result = fields.String(required=True, validate=validate.OneOf(RESULTS))
    outcome = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(OUTCOMES))
    score = fields.Whole(min=1, max=5, load_default=None, allow_none=True)
    note = fields.Text(max=2000, blank=True, load_default=None, allow_none=True)


class WaiveVisit(Action):
    reason = fields.Text(max=500, required=True)


class VisitQuery(PageQuery):
    due = fields.String(
        validate=validate.OneOf(("now", "today", "overdue", "all")), metadata={"description": "Open ones"}
    )
    state = fields.Choice(VisitState)
    ticket_id = fields.Id()
    site_id = fields.Id()


class Question(Out):
    zh = fields.String()
    en = fields.String()


class VisitAttemptView(Out):
    number = fields.Whole()
    at = fields.Instant()
    by_name = fields.String()
    result = fields.String()
    outcome = fields.String(allow_none=True)
    score = fields.Whole(allow_none=True)
    note = fields.String(allow_none=True)


class VisitView(Out):
    id = fields.Id()
    site_id = fields.Id()
    ticket_id = fields.Id()
    ticket_number = fields.String()
    ticket_kind = fields.String()
    work_order_id = fields.Id()
    work_order_number = fields.String()
    follow_up = fields.String()
    technician_name = fields.String(allow_none=True)
    completed_at = fields.Instant()
    next_at = fields.Instant()
    due_at = fields.Instant()
    state = fields.Choice(VisitState)
    attempts = fields.Whole()
    outcome = fields.String(allow_none=True)
    score = fields.Whole(allow_none=True)
    note = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    settled_at = fields.Instant(allow_none=True)
    settled_by = fields.String(allow_none=True)
    version = fields.Whole()
    allowed = fields.List(fields.String())

    @post_dump(pass_original=True)
    def offer(self, said: dict, visit, **_options) -> dict:
        said["allowed"] = list(LIFECYCLE.allowed(visit.state, principal().roles_at(visit.site_id)))
        return said


class VisitSheet(VisitView):
    """What the caller has before them: whom to phone, what to ask, what was tried (RD-18)."""

    caller_name = fields.String(allow_none=True)
    caller_phone = fields.String(allow_none=True)
    place = fields.String(allow_none=True)
    language = fields.String()
    script = fields.List(fields.Nested(Question))
    tried = fields.List(fields.Nested(VisitAttemptView))

    @post_dump(pass_original=True)
    def hide(self, said: dict, visit, **_options) -> dict:
        """The number is for those who phone (RF-6)."""
        if not principal().may(visit.site_id, *CALLERS):
            said["caller_name"], said["caller_phone"] = mask_name(said["caller_name"]), mask_phone(said["caller_phone"])
        return said
