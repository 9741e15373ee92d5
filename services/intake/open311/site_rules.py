"""What a site decides about its Open311 door: `rules.open311` of its settings; every number here is only a default."""

from dataclasses import dataclass, field

from marshmallow import EXCLUDE, Schema, fields, validate

from services.intake.directory.site_settings import own_rules

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

    open = fields.Boolean()
    review = fields.Boolean()
    repeat_hours = fields.Float(validate=validate.Range(min=0, max=24 * 90))
    most_days = fields.Integer(validate=validate.Range(min=1, max=90))
    most_rows = fields.Integer(validate=validate.Range(min=1, max=1000))
    attributes = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(Question)))


@dataclass(frozen=True)
class SiteRules:
    """`review`: an id is told only after the desk took the case; until then the sender holds a token."""

    open: bool = True
    review: bool = False
    repeat_hours: float = 24
    most_days: int = 90
    most_rows: int = 1000
    attributes: dict = field(default_factory=dict)


def rules_of(site) -> SiteRules:
    """A setting that cannot be read keeps its default; the others hold."""
    return SiteRules(**own_rules(site, "open311", Rules())[0])
