"""The facts of notify per ticket, for the comparison across services."""

from shared.web import fields
from shared.web.schemas import Out, PageQuery


class ReconciliationQuery(PageQuery):
    site_id = fields.Id()


class VisitFact(Out):
    id = fields.Id()
    work_order_id = fields.Id()
    state = fields.String()
    outcome = fields.String(allow_none=True)


class WebhookFacts(Out):
    delivered = fields.Whole()
    pending = fields.Whole()
    given_up = fields.Whole()
    skipped = fields.Whole()
    last_sequence = fields.Whole()


class TicketFacts(Out):
    ticket_id = fields.Id()
    number = fields.String()
    return_visits = fields.List(fields.Nested(VisitFact))
    messages = fields.Dict(keys=fields.String(), values=fields.Whole())
    webhooks = fields.Nested(WebhookFacts)
