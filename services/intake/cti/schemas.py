"""Shapes of phone lines and of the log of calls at the doors."""

from shared.web import fields
from shared.web.schemas import In, Out, Query

from .models import CallState, Direction


class OpenPhoneLine(In):
    site_id = fields.Id(required=True)


class PhoneLineView(Out):
    """The only time the address is shown."""

    id = fields.Id()
    integration_id = fields.Id()
    site_id = fields.Id()
    address = fields.String(metadata={"description": "Where the telephone posts its events, below this service"})


class PhoneCallQuery(Query):
    site_id = fields.Id()
    state = fields.Choice(CallState)
    direction = fields.Choice(Direction)
    unit_id = fields.Id()
    call_id = fields.String()
    agent = fields.String()
    phone = fields.String()
    missed = fields.Flag(metadata={"description": "Rang in and was answered by nobody"})
    to_call_back = fields.Flag(metadata={"description": "Missed, and since then nobody has spoken with the number"})
    without_ticket = fields.Flag(metadata={"description": "Answered, and no ticket came of it"})
    since = fields.Instant()
    until = fields.Instant()


class TicketOfCall(Out):
    id = fields.Id()
    number = fields.String()
    state = fields.String()


class PhoneCallView(Out):
    """Who called, from which number, for which unit, seconds to answer, who answered (RD-2)."""

    id = fields.Id()
    site_id = fields.Id()
    call_id = fields.String()
    state = fields.Choice(CallState)
    direction = fields.Choice(Direction, allow_none=True)
    number = fields.String(allow_none=True)
    number_given = fields.String(allow_none=True)
    dialled = fields.String(allow_none=True)
    queue = fields.String(allow_none=True)
    rung = fields.List(fields.String())
    agent = fields.String(allow_none=True)
    agent_number = fields.String(allow_none=True)
    rang_at = fields.Instant(allow_none=True)
    answered_at = fields.Instant(allow_none=True)
    ended_at = fields.Instant(allow_none=True)
    answer_seconds = fields.Whole(allow_none=True)
    cause = fields.String(allow_none=True)
    recording_url = fields.String(allow_none=True)
    person_id = fields.Id(allow_none=True)
    person_name = fields.String(allow_none=True)
    unit_id = fields.Id(allow_none=True)
    unit_code = fields.String(allow_none=True)
    first_told_at = fields.Instant()
    tickets = fields.List(fields.Nested(TicketOfCall), metadata={"description": "What came of it"})
