"""Shapes of what is asked about tickets at the doors."""

from shared.web import fields
from shared.web.schemas import Action, In, Query

from .states import Channel, Level, Priority, TicketKind


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
