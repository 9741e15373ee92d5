"""Shapes of the duty log and the shifts at the doors."""

from shared.web import fields
from shared.web.schemas import In, Out, Query

from .models import WRITTEN, EntryKind, ShiftState


class WhoCame(In):
    caller_name = fields.Text(max=100)
    caller_phone = fields.Text(max=64)
    unit_id = fields.Id()


class WriteEntry(WhoCame):
    site_id = fields.Id(required=True)
    kind = fields.String(required=True, validate=fields.OneOf(WRITTEN))
    text = fields.Text(required=True, max=2000)
    follow_up = fields.Flag(load_default=False, metadata={"description": "Somebody still has to see to it"})
    settles_id = fields.Id(metadata={"description": "The entry that is done with this one"})


class CorrectEntry(WhoCame):
    text = fields.Text(required=True, max=2000)


class DutySite(In):
    site_id = fields.Id(required=True)


class DutySiteQuery(Query):
    site_id = fields.Id(required=True)


class DutyEntryQuery(Query):
    site_id = fields.Id()
    kind = fields.Choice(EntryKind)
    unit_id = fields.Id()
    shift_id = fields.Id()
    corrects_id = fields.Id()
    number = fields.Text(max=32)
    since = fields.Instant()
    until = fields.Instant()
    text = fields.Text(max=100)


class DutyLogQuery(DutySiteQuery):
    since = fields.Instant(metadata={"description": "Twelve hours ago unless said"})
    until = fields.Instant()


class DutyLogLine(Out):
    """An entry of the log, or what a ticket or a call about one tells by itself."""

    source = fields.String(validate=fields.OneOf(["entry", "ticket", "call"]))
    id = fields.Id()
    number = fields.String(allow_none=True)
    at = fields.Instant()
    kind = fields.String()
    text = fields.String()
    caller_name = fields.String(allow_none=True)
    caller_phone = fields.String(allow_none=True)
    unit_code = fields.String(allow_none=True)
    ticket_id = fields.Id(allow_none=True)
    corrects_id = fields.Id(allow_none=True)
    settles_id = fields.Id(allow_none=True)
    follow_up = fields.Flag()
    by_name = fields.String(allow_none=True)


class DutyLogView(Out):
    items = fields.List(fields.Nested(DutyLogLine))


class DutyEntryView(Out):
    id = fields.Id()
    site_id = fields.Id()
    number = fields.String()
    at = fields.Instant()
    kind = fields.Choice(EntryKind)
    text = fields.String()
    caller_name = fields.String(allow_none=True)
    caller_phone = fields.String(allow_none=True)
    unit_id = fields.Id(allow_none=True)
    unit_code = fields.String(allow_none=True)
    shift_id = fields.Id(allow_none=True)
    corrects_id = fields.Id(allow_none=True)
    settles_id = fields.Id(allow_none=True)
    follow_up = fields.Flag()
    by_name = fields.String()
    seal = fields.String(metadata={"description": "As the audit trail keeps it"})


class PlannedView(Out):
    code = fields.String()
    name = fields.Dict()
    day = fields.Date()
    starts_at = fields.Instant()
    ends_at = fields.Instant()


class ShiftView(PlannedView):
    id = fields.Id()
    site_id = fields.Id()
    state = fields.Choice(ShiftState)
    taken_by_name = fields.String()
    taken_at = fields.Instant()
    handed_over_at = fields.Instant(allow_none=True)


class UnfinishedView(Out):
    kind = fields.String()
    subject_id = fields.Id()
    number = fields.String()
    words = fields.String()
    place = fields.String(allow_none=True)
    state = fields.String()
    priority = fields.String()
    due_at = fields.Instant(allow_none=True)
    large = fields.Flag()


class DutyView(Out):
    """Who is on duty, who should be by the plan, who is next, and everything that is theirs."""

    shift = fields.Nested(ShiftView, allow_none=True)
    planned = fields.Nested(PlannedView)
    following = fields.Nested(PlannedView)
    handover_id = fields.Id(allow_none=True)
    handover_due = fields.Flag()
    unfinished = fields.List(fields.Nested(UnfinishedView))
    settings_fault = fields.Dict(allow_none=True)
