"""How a kind of procedure is written down: lists, steps, and for each who, proof, event, order, deadline (RM-1)."""

from marshmallow import ValidationError, validates_schema
from marshmallow.validate import Regexp

from shared.web import fields
from shared.web.schemas import In

from .announcing import ANNOUNCED
from .coherence import faults_of
from .events import HEARD
from .states import DOERS

KINDS_OF_FIELD = (
    "text",
    "whole",
    "quantity",
    "money",
    "date",
    "flag",
    "confirm",
    "choice",
)  # confirm: only yes will do
NEEDS = (
    "findings_closed",
    "account_settled",
    "workers_registered",
    "passes_returned",
    "extinguishers_enough",
    "water_test_passed",
)


def short_name(**options) -> fields.String:
    wanted = Regexp(r"[a-z][a-z0-9_]{0,31}\Z", error='A short name such as "desk_check" is expected.')
    return fields.String(validate=wanted, **options)


class StepName(In):
    zh = fields.Text(required=True, max=100)
    en = fields.Text(required=True, max=100)


class StepChoice(In):
    code = short_name(required=True)
    name = fields.Nested(StepName, required=True)


class AskedField(In):
    """A fact that is filled in when the step is done."""

    code = short_name(required=True)
    name = fields.Nested(StepName, required=True)
    kind = fields.String(required=True, validate=fields.OneOf(KINDS_OF_FIELD))
    required = fields.Flag(load_default=True)
    choices = fields.List(fields.Nested(StepChoice), validate=fields.Length(min=1, max=50))

    @validates_schema
    def a_choice_has_choices(self, data, **kwargs):
        if (data.get("kind") == "choice") != bool(data.get("choices")):
            raise ValidationError("A field of kind choice, and no other, says its choices.", "choices")


class AskedPaper(In):
    """A paper that is shown: its number, or the name of the file it lies in."""

    code = short_name(required=True)
    name = fields.Nested(StepName, required=True)
    required = fields.Flag(load_default=True)


class ExactSum(In):
    """`total` is exactly the sum of `plus` less the sum of `less`: all of them are fields of kind money."""

    total = short_name(required=True)
    plus = fields.List(short_name(), required=True, validate=fields.Length(min=1, max=20))
    less = fields.List(short_name(), load_default=list, validate=fields.Length(max=20))


class CountedList(In):
    code = short_name(required=True)
    strict = fields.Flag(load_default=False, metadata={"description": "Nothing may be missing, explained or not"})


class StepDeadline(In):
    hours = fields.Whole(required=True, min=1, max=24 * 3660)
    since = short_name(load_default="start", metadata={"description": 'A step, or "start"'})


class LeastAmount(In):
    """The amount that is heard has to reach this field of an earlier step."""

    step = short_name(required=True)
    field = short_name(required=True)


class Awaited(In):
    """The event of another service that ends the step; the reference is the number by which it is known."""

    names = fields.List(
        fields.String(validate=fields.OneOf(sorted(HEARD))), required=True, validate=fields.Length(min=1, max=10)
    )
    reference = fields.Nested(StepName, required=True)
    only = fields.Flag(load_default=True, metadata={"description": "Nobody ends the step by hand"})
    least = fields.Nested(LeastAmount)


class StepSkip(In):
    """By whom; a reason is always asked for, no step is skipped silently."""

    who = fields.List(fields.String(validate=fields.OneOf(DOERS)), required=True, validate=fields.Length(min=1))


class StepFail(In):
    """What happens when it was tried and was not right."""

    back_to = fields.List(short_name(), load_default=list, validate=fields.Length(max=20))
    findings = fields.Flag(load_default=False, metadata={"description": "It fails with defects, each with a deadline"})


class ProcedureStepRule(In):
    code = short_name(required=True)
    name = fields.Nested(StepName, required=True)
    who = fields.List(fields.String(validate=fields.OneOf(DOERS)), required=True, validate=fields.Length(min=1))
    after = fields.List(short_name(), load_default=list, validate=fields.Length(max=50))
    due = fields.Nested(StepDeadline)
    fields_ = fields.List(
        fields.Nested(AskedField), data_key="fields", load_default=list, validate=fields.Length(max=30)
    )
    papers = fields.List(fields.Nested(AskedPaper), load_default=list, validate=fields.Length(max=20))
    lists = fields.List(fields.Nested(CountedList), load_default=list, validate=fields.Length(max=10))
    sums = fields.List(fields.Nested(ExactSum), load_default=list, validate=fields.Length(max=10))
    needs = fields.List(
        fields.String(validate=fields.OneOf(NEEDS)), load_default=list, validate=fields.Length(max=len(NEEDS))
    )
    note = fields.Flag(load_default=False, metadata={"description": "A note is required"})
    signature = fields.Flag(load_default=False, metadata={"description": "Whoever signed is named"})
    event = fields.Nested(Awaited)
    skip = fields.Nested(StepSkip)
    fail = fields.Nested(StepFail)
    announces = fields.String(
        validate=fields.OneOf(sorted(ANNOUNCED)), metadata={"description": "Told when it is done"}
    )


class ListedThing(In):
    name = fields.Nested(StepName, required=True)
    expected = fields.Whole(required=True, min=0, max=1_000_000)


class ProcedureList(In):
    code = short_name(required=True)
    name = fields.Nested(StepName, required=True)
    lines = fields.List(fields.Nested(ListedThing), load_default=list, validate=fields.Length(max=500))


class ProcedureDefinition(In):
    name = fields.Nested(StepName, required=True)
    steps = fields.List(fields.Nested(ProcedureStepRule), required=True, validate=fields.Length(min=1, max=60))
    lists = fields.List(fields.Nested(ProcedureList), load_default=list, validate=fields.Length(max=20))

    @validates_schema(skip_on_field_errors=True)
    def hangs_together(self, data, **kwargs):
        faults = faults_of(data)
        if faults:
            raise ValidationError(faults, "steps")
