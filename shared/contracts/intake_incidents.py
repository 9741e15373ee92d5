"""Events of mass outages: one cause behind many tickets, one word to everybody who called, one close (RD-17)."""

from marshmallow import fields

from .contract import EventSchema, promise
from .parts import Bilingual, instant, word


class IncidentFacts(EventSchema):
    """What every word about an incident says."""

    incident_id = fields.UUID(required=True)
    number = word(32, required=True)
    version = fields.Integer(required=True)
    building_id = fields.UUID(allow_none=True, metadata={"description": "null: the whole site"})
    building_name = fields.Nested(Bilingual, allow_none=True)
    category_name = fields.Nested(Bilingual, allow_none=True)
    trade = word(32, allow_none=True)
    description = word(500, required=True)
    began_at = instant(required=True)
    at = instant(required=True)


@promise("intake.incident.proposed", readers=("notify",))
class IncidentProposed(IncidentFacts):
    """So many alike came in from one place that somebody should see whether they have one cause."""

    tickets = fields.Integer(required=True, metadata={"description": "How many are alike so far"})


@promise("intake.incident.declared", readers=("notify",))
class IncidentDeclared(IncidentFacts):
    """The desk says that it is one: the leaders hear of it at once."""

    expected_at = instant(allow_none=True, metadata={"description": "When it should be over"})
    ticket_ids = fields.List(fields.UUID(), load_default=list)


@promise("intake.incident.updated", readers=("notify",))
class IncidentUpdated(IncidentFacts):
    """One message to everybody whose tickets are named."""

    message = word(500, required=True)
    expected_at = instant(allow_none=True)
    ticket_ids = fields.List(fields.UUID(), load_default=list)


@promise("intake.incident.ended", readers=("notify",))
class IncidentEnded(IncidentFacts):
    """It is over: everybody who called is answered with these words, and their tickets are closed with it."""

    outcome = word(500, required=True)
    ticket_ids = fields.List(fields.UUID(), load_default=list)
    ended_by = word(100, required=True)
