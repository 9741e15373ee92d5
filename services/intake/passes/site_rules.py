"""What a site may decide about its passes, among the rules of its settings; the operating rules are the defaults."""

from services.intake.directory.site_settings import own_rules
from shared.web import fields
from shared.web.schemas import In

from .models import Purpose

DEFAULTS = {"valid_hours": 24, "longest_hours": 168, "settled_for": [Purpose.MOVE_OUT.value]}


class PassRules(In):
    valid_hours = fields.Whole(min=1, max=720, metadata={"description": "How long a pass holds unless said"})
    longest_hours = fields.Whole(min=1, max=720, metadata={"description": "No pass holds longer"})
    settled_for = fields.List(
        fields.String(validate=fields.OneOf([purpose.value for purpose in Purpose])),
        metadata={"description": "For which purposes nothing may be owed (RD-15)"},
    )


def rules_of(site) -> dict:
    """The site's own over the defaults; a setting that cannot be read is left aside."""
    return DEFAULTS | own_rules(site, "passes", PassRules())[0]
