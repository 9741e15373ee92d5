"""Shapes of the chronicle at its doors."""

from shared.web import fields
from shared.web.schemas import Out


class EntryView(Out):
    id = fields.Id()
    event_id = fields.Id()
    ticket_id = fields.Id(allow_none=True)
    unit_id = fields.Id(allow_none=True)
    at = fields.Instant()
    service = fields.String()
    kind = fields.String()
    who = fields.String(allow_none=True)
    facts = fields.Dict()


class Expected(Out):
    """What has not happened yet, and until when it should."""

    kind = fields.String()
    due_at = fields.Instant(allow_none=True)


class TicketChronicle(Out):
    items = fields.List(fields.Nested(EntryView))
    expected = fields.List(fields.Nested(Expected))
