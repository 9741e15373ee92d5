"""Shapes of pushes at the doors. The record itself is the platform's own; a profile reads it."""

from shared.web import fields
from shared.web.schemas import In, Out


class Batch(In):
    records = fields.List(fields.Field(), required=True, validate=fields.Length(min=1, max=1000))


class Reconcile(In):
    """A day's list of ids, as the platform has it."""

    since = fields.Instant(required=True, data_key="from")
    until = fields.Instant(required=True, data_key="to")
    external_ids = fields.List(
        fields.String(validate=fields.Length(min=1, max=200)), required=True, validate=fields.Length(max=100_000)
    )


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
    both = fields.Whole()


class DryRun(In):
    records = fields.List(fields.Field(), required=True, validate=fields.Length(min=1, max=1000))
    profile = fields.Field(metadata={"description": "Try this profile instead of the one in force"})


class DryRunLine(Out):
    line = fields.Whole()
    status = fields.Whole()
    external_id = fields.String()
    facts = fields.Dict()
    unclassified = fields.List(fields.Dict())
    problem = fields.Dict()


class DryRunAnswer(Out):
    readable = fields.Whole()
    refused = fields.Whole()
    unclassified = fields.Whole(metadata={"description": "Lines that would be left to the desk"})
    unknown = fields.List(fields.Dict(), metadata={"description": "Words the profile does not know, with times"})
    lines = fields.List(fields.Nested(DryRunLine))
