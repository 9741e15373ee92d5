"""Shapes of tickets at the doors."""

from shared.web import fields
from shared.web.schemas import Action, In, Out, Query

from .states import Channel, Level, Priority, TicketKind, TicketState


class CallerGiven(In):
    """Who asked, as they said it; a number nobody can dial is kept as given (RD-2, RD-4)."""

    name = fields.Text(max=100)
    phone = fields.Text(max=64)
    email = fields.Text(max=254)
    language = fields.String(validate=fields.OneOf(["zh", "en"]))
    person_id = fields.Id()


class OpenTicket(In):
    """At least the site, and a description or a kind; what else is missing is asked for later (RD-4)."""

    site_id = fields.Id(required=True)
    description = fields.Text(max=2000, load_default="")
    kind = fields.Choice(TicketKind)
    category = fields.Text(max=64)
    priority = fields.Choice(Priority)
    channel = fields.Choice(Channel)
    unit_id = fields.Id()
    public_place = fields.Text(max=500, lines=False)
    caller = fields.Nested(CallerGiven)
    agent_number = fields.Text(max=32)
    answer_seconds = fields.Whole(min=0, max=3600, metadata={"description": "Until the call was answered (RD-2)"})
    read_back = fields.Flag(metadata={"description": "The key facts were read back to the caller (RD-2)"})
    occurred_at = fields.Instant()
    level = fields.Choice(Level, metadata={"description": "Of a complaint (RV-4)"})
    complained_about = fields.Text(max=100, lines=False, metadata={"description": "The person, as the caller said it"})
    complained_about_login = fields.Text(
        max=100, lines=False, metadata={"description": "Never handles this complaint (RV-4)"}
    )


class ClassifyTicket(Action):
    kind = fields.Choice(TicketKind)
    category = fields.Text(max=64)
    priority = fields.Choice(Priority)
    unit_id = fields.Id()
    public_place = fields.Text(max=500, lines=False)


class AmendTicket(Action):
    """Only what is named changes."""

    description = fields.Text(max=2000)
    category = fields.Text(max=64)
    priority = fields.Choice(Priority)
    unit_id = fields.Id(allow_none=True)
    public_place = fields.Text(max=500, lines=False, allow_none=True)
    caller = fields.Nested(CallerGiven)
    agent_number = fields.Text(max=32)
    read_back = fields.Flag()
    occurred_at = fields.Instant()
    level = fields.Choice(Level)
    complained_about = fields.Text(max=100, lines=False, allow_none=True)
    complained_about_login = fields.Text(max=100, lines=False, allow_none=True)
    unclassified_seen = fields.Flag(metadata={"description": "true: what the profile did not know is settled"})


class WaitTicket(Action):
    """What waits has a reason and a next date (RW-5)."""

    reason = fields.Text(max=500, required=True)
    until = fields.Instant(required=True)


class WithReason(Action):
    reason = fields.Text(max=500, required=True)


class DeclineTicket(Action):
    explanation = fields.Text(max=500, required=True, metadata={"description": "What the customer was told (RD-6)"})


class AnswerTicket(Action):
    answer = fields.Text(max=500, required=True)
    written = fields.Flag()


class TakeReport(Action):
    note = fields.Text(max=500, required=True, metadata={"description": "What will be done about it (RD-6)"})


class MergeTicket(Action):
    into = fields.Id(required=True)
    reason = fields.Text(max=500)


class HandOverOwner(Action):
    to = fields.Text(max=100, required=True, metadata={"description": "Login of the new owner"})
    reason = fields.Text(max=500)


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


class TicketQuery(Query):
    state = fields.String(metadata={"description": "One state, or several with commas"})
    kind = fields.Choice(TicketKind)
    category = fields.String()
    priority = fields.Choice(Priority)
    site_id = fields.Id()
    unit_id = fields.Id()
    integration_id = fields.Id()
    owner = fields.String(metadata={"description": "me, nobody, or a subject"})
    unclassified = fields.Flag()
    overdue = fields.Flag()
    due_before = fields.Instant()
    opened_from = fields.Instant()
    opened_before = fields.Instant()
    number = fields.String()
    external_id = fields.String()
    phone = fields.String(metadata={"description": "A number, or its last four digits"})
    text = fields.String(validate=fields.Length(min=1, max=100))
