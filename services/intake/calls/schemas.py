"""Shapes of pushes at the doors. The record itself is the platform's own; a profile reads it."""

from shared.web import fields
from shared.web.schemas import In, Out


class Batch(In):
    records = fields.List(fields.Field(), required=True, validate=fields.Length(min=1, max=1000))


class ListedKey(In):
    external_id = fields.String(required=True, validate=fields.Length(min=1, max=200))
    fingerprint = fields.String(validate=fields.Length(equal=64))
    state = fields.String(validate=fields.Length(max=32))


class Reconcile(In):
    """A day's ids as the platform has them; with what it knows of each, or only how many there are."""

    since = fields.Instant(data_key="from")
    until = fields.Instant(data_key="to")
    day = fields.Date(metadata={"description": "Instead of from and to: a day on the profile's own clock"})
    external_ids = fields.List(
        fields.String(validate=fields.Length(min=1, max=200)), validate=fields.Length(max=100_000)
    )
    items = fields.List(fields.Nested(ListedKey), validate=fields.Length(max=100_000))
    count = fields.Whole(min=0, max=10_000_000)


class PushAnswer(Out):
    ticket_id = fields.Id()
    number = fields.String()
    state = fields.String()
    external_id = fields.String()
    unclassified = fields.List(fields.Dict())


class LineAnswer(PushAnswer):
    line = fields.Whole()
    status = fields.Whole()
    problem = fields.Dict()


class BatchAnswer(Out):
    accepted = fields.Whole()
    repeated = fields.Whole()
    refused = fields.Whole()
    lines = fields.List(fields.Nested(LineAnswer))


class Reconciled(Out):
    missing_here = fields.List(fields.String())
    missing_there = fields.List(fields.String())
    both = fields.Whole(allow_none=True)
    different = fields.List(fields.Dict(), metadata={"description": "Known to both, but not the same"})
    here = fields.Whole(metadata={"description": "How many we took in within the span"})
    there = fields.Whole()
    agrees = fields.Flag()


class DryRun(In):
    records = fields.List(fields.Field(), validate=fields.Length(min=1, max=1000))
    sample = fields.String(validate=fields.Length(max=4_000_000), metadata={"description": "JSON or CSV, as text"})
    profile = fields.Field(metadata={"description": "Try this profile instead of the one in force"})


class DryRunLine(Out):
    line = fields.Whole()
    status = fields.Whole()
    external_id = fields.String()
    facts = fields.Dict()
    unclassified = fields.List(
        fields.Dict(), metadata={"description": "Each with `right`: what would have been understood"}
    )
    problem = fields.Dict()


class DryRunAnswer(Out):
    readable = fields.Whole()
    refused = fields.Whole()
    unclassified = fields.Whole(metadata={"description": "Lines that would be left to the desk"})
    unknown = fields.List(fields.Dict(), metadata={"description": "Words the profile does not know, with times"})
    lines = fields.List(fields.Nested(DryRunLine))
    warnings = fields.List(fields.String(), metadata={"description": "What the profile leads to and we do not have"})


class KeepEdition(In):
    """A checked profile, in force from now or from a moment to come."""

    profile = fields.Field(required=True)
    valid_from = fields.Instant(allow_none=True)
    note = fields.Text(max=500, allow_none=True)


class EditionView(Out):
    integration_id = fields.Id()
    number = fields.Whole()
    profile = fields.Dict()
    note = fields.String(allow_none=True)
    valid_from = fields.Instant()
    in_force_at = fields.Instant(allow_none=True)
    withdrawn_at = fields.Instant(allow_none=True)
    made_by = fields.String()
    made_at = fields.Instant()


class AttemptView(Out):
    id = fields.Id()
    at = fields.Instant()
    door = fields.String(metadata={"description": "push, batch, cloud_event, reconciliation, or signature: refused"})
    status = fields.Whole()
    headers = fields.Dict()
    body = fields.String()
    verdict = fields.Dict()


class OwnAttemptView(AttemptView):
    """As the integrator sees it, by the key of the sandbox."""
