"""What a site may decide about its procedures, among the rules of its settings; the operating rules are defaults."""

from services.intake.directory.site_settings import clock_time, own_rules
from shared.web import fields
from shared.web.schemas import In

DEFAULTS = {
    "rectify_hours": 72,
    "patrols_per_day": 2,
    "patrol_by": "17:00",
    "water_test_hours": 48,
    "extinguisher_area": 50,
    "extinguishers_least": 2,
    "repeated_times": 3,
    "repeated_days": 90,
    "record_checks": 1,
    "record_checks_bulk": 4,
}


class ProcedureRules(In):
    rectify_hours = fields.Whole(min=1, max=8760, metadata={"description": "To put a finding right, unless said"})
    patrols_per_day = fields.Whole(min=0, max=24, metadata={"description": "While a renovation is at work (RM-5)"})
    patrol_by = fields.String(validate=clock_time, metadata={"description": "When a day's patrols should be done"})
    water_test_hours = fields.Whole(min=1, max=720, metadata={"description": "A closed-water test lasts (RM-5)"})
    extinguisher_area = fields.Whole(min=1, max=10_000, metadata={"description": "Square metres for one extinguisher"})
    extinguishers_least = fields.Whole(min=0, max=100)
    repeated_times = fields.Whole(min=2, max=100, metadata={"description": "The same violation so often (RM-7)"})
    repeated_days = fields.Whole(min=1, max=3660, metadata={"description": "… within so many days"})
    record_checks = fields.Whole(min=0, max=100, metadata={"description": "Move-in records looked at a month (RM-3)"})
    record_checks_bulk = fields.Whole(min=0, max=100, metadata={"description": "… during bulk move-in"})


def rules_of(site) -> dict:
    """The site's own over the defaults; a setting that cannot be read is left aside."""
    return DEFAULTS | own_rules(site, "procedures", ProcedureRules())[0]
