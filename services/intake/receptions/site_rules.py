"""What a site decides about receptions; the operating rules are the defaults (RD-19)."""

from services.intake.directory.site_settings import own_rules
from services.intake.duty.site_rules import Name
from shared.web import fields
from shared.web.schemas import In

CHECKS = [
    {"code": "room", "name": {"zh": "会场布置", "en": "Room"}},
    {"code": "cleaning", "name": {"zh": "卫生", "en": "Cleaning"}},
    {"code": "equipment", "name": {"zh": "设备", "en": "Equipment"}},
]
DEFAULTS = {"check_minutes": 30, "round_minutes": 15, "checks": CHECKS}


class CheckedBefore(In):
    code = fields.Text(required=True, max=32)
    name = fields.Nested(Name, required=True)


class ReceptionRules(In):
    check_minutes = fields.Whole(min=0, max=1440, metadata={"description": "How long before arrival all is checked"})
    round_minutes = fields.Whole(min=1, max=240, metadata={"description": "Between two rounds of service"})
    checks = fields.List(fields.Nested(CheckedBefore), validate=fields.Length(min=1, max=30))


def rules_of(site) -> dict:
    """The site's own over the defaults; a setting that cannot be read is left aside."""
    return DEFAULTS | own_rules(site, "receptions", ReceptionRules())[0]
