"""What a site may decide about its gate, among the rules of its settings; the operating rules are the defaults."""

from services.intake.directory.site_settings import own_rules
from shared.web import fields
from shared.web.schemas import In

DEFAULTS = {"expected_hours": 12, "inside_hours": 12, "chase_hours": 48, "chase_times": 3}


class GateRules(In):
    expected_hours = fields.Whole(min=1, max=720, metadata={"description": "How long an announced visitor is expected"})
    inside_hours = fields.Whole(min=1, max=720, metadata={"description": "After which somebody should have left"})
    chase_hours = fields.Whole(min=1, max=720, metadata={"description": "Between two reminders of a parcel (RD-14)"})
    chase_times = fields.Whole(min=0, max=20, metadata={"description": "Reminders before the desk rings"})


def rules_of(site) -> dict:
    """The site's own over the defaults; a setting that cannot be read is left aside."""
    return DEFAULTS | own_rules(site, "gate", GateRules())[0]
