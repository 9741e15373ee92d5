"""Shapes of what the doors answer of a ticket."""

from shared.web import fields
from shared.web.schemas import Out

from .states import Channel, Level, Priority, TicketKind, TicketState


class CallerView(Out):
    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    phone_given = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    language = fields.String()
    person_id = fields.Id(allow_none=True)


class PlaceView(Out):
    unit_id = fields.Id(allow_none=True)
    unit_code = fields.String(allow_none=True)
    building_id = fields.Id(allow_none=True)
    text = fields.String(allow_none=True)


class TicketView(Out):
    id = fields.Id()
    number = fields.String()
    version = fields.Whole()
    site_id = fields.Id()
    state = fields.Choice(TicketState)
    kind = fields.Choice(TicketKind)
    category = fields.String(allow_none=True)
    category_name = fields.Dict(allow_none=True)
    priority = fields.Choice(Priority)
    channel = fields.Choice(Channel)
    unit_id = fields.Id(allow_none=True)
    place = fields.Nested(PlaceView)
    caller = fields.Nested(CallerView, attribute="shown_caller")
    description = fields.String()
    agent_name = fields.String(allow_none=True)
    agent_number = fields.String(allow_none=True)
    answer_seconds = fields.Whole(allow_none=True)
    read_back = fields.Flag()
    read_back_at = fields.Instant(allow_none=True)
    owner_id = fields.String(allow_none=True)
    owner_name = fields.String(allow_none=True)
    opened_at = fields.Instant()
    occurred_at = fields.Instant(allow_none=True)
    answer_due_at = fields.Instant(allow_none=True)
    due_at = fields.Instant(allow_none=True)
    level = fields.Choice(Level, allow_none=True)
    complained_about = fields.String(allow_none=True)
    answered_at = fields.Instant(allow_none=True)
    written_answer_at = fields.Instant(allow_none=True)
    reported_to = fields.String(allow_none=True, metadata={"description": "How far up a decline was reported (RD-6)"})
    report_taken_by = fields.String(allow_none=True)
    integration_id = fields.Id(allow_none=True)
    external_id = fields.String(allow_none=True)
    unclassified = fields.List(fields.Dict())
    missing = fields.List(fields.String())
    waiting_reason = fields.String(allow_none=True)
    waiting_until = fields.Instant(allow_none=True)
    end_reason = fields.String(allow_none=True)
    ended_by = fields.String(allow_none=True)
    ended_at = fields.Instant(allow_none=True)
    merged_into_id = fields.Id(allow_none=True)
    reopened_times = fields.Whole()
    moves = fields.Whole()
    allowed = fields.List(
        fields.String(), attribute="allowed_now", metadata={"description": "What you may do now, the likely step first"}
    )
