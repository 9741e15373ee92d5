"""What a site decides about its registers, among the rules of its settings; the numbers here are only defaults."""

from datetime import date, timedelta

from services.intake.directory.site_settings import own_rules
from shared.web import fields
from shared.web.schemas import In

DEFAULTS = {"remind_days": 30, "archive_by_day": 5}


class RegisterRules(In):
    remind_days = fields.Whole(min=0, max=366, metadata={"description": "Before an agreement ends (RF-5)"})
    archive_by_day = fields.Whole(min=1, max=28, metadata={"description": "Day on which a month is signed by (RF-2)"})


def rules_of(site) -> dict:
    return DEFAULTS | own_rules(site, "registers", RegisterRules())[0]


def month_after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def last_day(month: date) -> date:
    return month_after(month) - timedelta(days=1)
