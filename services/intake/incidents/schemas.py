"""Shapes of incidents at the doors."""

from shared.web import fields
from shared.web.schemas import Action, In, Out, Query

from .lifecycle import IncidentState


class Beginning(In):
    """What the desk says when it declares an incident."""

    expected_at = fields.Instant(metadata={"description": "When it should be over"})
    message = fields.Text(max=500, metadata={"description": "Told at once to everybody who called"})


class OpenIncident(Beginning):
    """By hand, before the calls come or instead of a proposal (RD-17)."""

    site_id = fields.Id(required=True)
    description = fields.Text(max=500, required=True, lines=False)
    building_id = fields.Id(metadata={"description": "Left out: the whole site"})
    category = fields.Text(max=64, metadata={"description": "What comes in under it, and alike, is offered"})
    began_at = fields.Instant()
    tickets = fields.List(fields.Id(), validate=fields.Length(max=500))


class ConfirmIncident(Action, Beginning):
    description = fields.Text(max=500, required=True, lines=False)
    tickets = fields.List(
        fields.Id(), validate=fields.Length(max=500), metadata={"description": "Left out: all that are offered"}
    )


class DismissIncident(Action):
    reason = fields.Text(max=500, required=True)


class AttachTickets(Action):
    tickets = fields.List(fields.Id(), required=True, validate=fields.Length(min=1, max=500))


class DetachTicket(Action):
    ticket_id = fields.Id(required=True)
    reason = fields.Text(max=500, required=True)


class TellCallers(Action):
    message = fields.Text(max=500, required=True)
    expected_at = fields.Instant()


class EndIncident(Action):
    outcome = fields.Text(max=500, required=True, metadata={"description": "What everybody who called is told"})


class IncidentQuery(Query):
    site_id = fields.Id()
    building_id = fields.Id()
    state = fields.Choice(IncidentState)
    number = fields.String()
    live = fields.Flag(metadata={"description": "true: proposed or going on"})


class HangingTicket(Out):
    """A ticket as far as the incident needs it; its caller stands in the ticket."""

    id = fields.Id()
    number = fields.String()
    state = fields.String()
    kind = fields.String()
    category = fields.String(allow_none=True)
    unit_code = fields.String(allow_none=True)
    public_place = fields.String(allow_none=True)
    description = fields.String()
    opened_at = fields.Instant()


class HangsOn(Out):
    ticket = fields.Nested(HangingTicket)
    attached_at = fields.Instant()
    attached_by = fields.String()
    detached_at = fields.Instant(allow_none=True)
    detached_by = fields.String(allow_none=True)
    detach_reason = fields.String(allow_none=True)


class IncidentLine(Out):
    id = fields.Id()
    number = fields.String()
    version = fields.Whole()
    site_id = fields.Id()
    state = fields.Choice(IncidentState)
    building_id = fields.Id(allow_none=True)
    building_name = fields.Dict(allow_none=True)
    categories = fields.List(fields.String())
    category_name = fields.Dict(allow_none=True)
    trade = fields.String(allow_none=True)
    description = fields.String()
    began_at = fields.Instant()
    by_name = fields.String()
    decided_at = fields.Instant(allow_none=True)
    decided_by = fields.String(allow_none=True)
    expected_at = fields.Instant(allow_none=True)
    message = fields.String(allow_none=True, metadata={"description": "What everybody who called was told last"})
    told_at = fields.Instant(allow_none=True)
    outcome = fields.String(allow_none=True)
    ended_at = fields.Instant(allow_none=True)


class IncidentView(IncidentLine):
    """One incident with everything that hangs on it and what may belong to it as well."""

    tickets = fields.List(fields.Nested(HangsOn), attribute="hangs_on")
    offered = fields.List(fields.Nested(HangingTicket), attribute="offers")
    allowed = fields.List(fields.String(), attribute="allowed_now")
