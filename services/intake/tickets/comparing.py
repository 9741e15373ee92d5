"""Shapes of tickets beside others: those that look alike, and what the other services must agree with."""

from shared.web import fields
from shared.web.schemas import Out, Query

from .states import TicketKind, TicketState


class Duplicate(Out):
    id = fields.Id()
    number = fields.String()
    state = fields.Choice(TicketState)
    category = fields.String(allow_none=True)
    description = fields.String()
    opened_at = fields.Instant()
    score = fields.Field(metadata={"description": "0 to 1; nothing is ever merged by itself"})


class ReconciliationQuery(Query):
    site_id = fields.Id()


class ReconciliationView(Out):
    """What the other services must agree with."""

    ticket_id = fields.Id(attribute="id")
    number = fields.String()
    site_id = fields.Id()
    kind = fields.Choice(TicketKind)
    state = fields.Choice(TicketState)
    external_id = fields.String(allow_none=True)
    integration_id = fields.Id(allow_none=True)
    reopened_times = fields.Whole()
    moves = fields.Whole()
    waits_for_classification = fields.Flag()
