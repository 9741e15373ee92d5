"""What a site decides about its Open311 door: `rules.open311` of its settings; every number here is only a default."""

from dataclasses import dataclass, field

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

LISTS = ("singlevaluelist", "multivaluelist")
DATATYPES = ("string", "number", "datetime", "text", *LISTS)


class Choice(Schema):
    key = fields.String(required=True, validate=validate.Length(min=1, max=100))
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))


class Question(Schema):
    """An attribute that a site asks for with one of its categories."""

    class Meta:
        unknown = EXCLUDE

    code = fields.String(required=True, validate=validate.Regexp(r"[\w.-]{1,64}\Z"))
    datatype = fields.String(load_default="string", validate=validate.OneOf(DATATYPES))
    required = fields.Boolean(load_default=False)
    description = fields.String(required=True, validate=validate.Length(min=1, max=300))
    datatype_description = fields.String(load_default="", validate=validate.Length(max=300))
    values = fields.List(fields.Nested(Choice), load_default=list)


class Rules(Schema):
    class Meta:
        unknown = EXCLUDE

    open = fields.Boolean(load_default=True)
    review = fields.Boolean(load_default=False)
    repeat_hours = fields.Float(load_default=24, validate=validate.Range(min=0, max=24 * 90))
    most_days = fields.Integer(load_default=90, validate=validate.Range(min=1, max=90))
    most_rows = fields.Integer(load_default=1000, validate=validate.Range(min=1, max=1000))
    attributes = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(Question)), load_default=dict)


@dataclass(frozen=True)
class SiteRules:
    """`review`: an id is told only after the desk took the case; until then the sender holds a token."""

    open: bool = True
    review: bool = False
    repeat_hours: float = 24
    most_days: int = 90
    most_rows: int = 1000
    attributes: dict = field(default_factory=dict)
    faults: dict = field(default_factory=dict)


def rules_of(site) -> SiteRules:
    """A setting that does not fit keeps its default and stands among the faults; the others hold."""
    said = (site.settings or {}).get("rules", {}).get("open311") or {}
    try:
        return SiteRules(**Rules().load(said))
    except ValidationError as error:
        good = {name: value for name, value in (error.valid_data or {}).items() if name not in error.messages}
        return SiteRules(**good, faults=dict(error.messages))
