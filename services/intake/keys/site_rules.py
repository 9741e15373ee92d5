"""What a site decides about its keys, among the rules of its settings; the operating rules are only the defaults."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.intake.directory.site_settings import clock_time, own_rules
from shared.web import fields
from shared.web.schemas import In

MONDAY, SUNDAY = 1, 7
EVENING = "18:00"  # of a day on which reception is not open at all
DEFAULTS = {"due_at": None, "chase_message": True, "count_by_day": 5}


class KeyRules(In):
    due_at = fields.String(validate=clock_time, metadata={"description": "Instead of the end of reception (RF-4)"})
    chase_message = fields.Flag(metadata={"description": "Whether the supervisor is told of what is not back"})
    count_by_day = fields.Whole(min=1, max=28, metadata={"description": "Day of the month by which all is counted"})


def rules_of(site) -> dict:
    """The site's own over the defaults; of what cannot be read the default holds."""
    return DEFAULTS | own_rules(site, "keys", KeyRules())[0]


def month_of(site, now: datetime) -> date:
    """The month on the site's wall, as its first day."""
    return site.date_at(now).replace(day=1)


def closing_time(site, now: datetime) -> datetime:
    """When what is lent now has to be back: the end of today, or of tomorrow when today's has passed (RF-4)."""
    zone, day = ZoneInfo(site.timezone), site.date_at(now)
    closing = _end_of(site, day, zone)
    return closing if closing > now else _end_of(site, day + timedelta(days=1), zone)


def _end_of(site, day: date, zone: ZoneInfo) -> datetime:
    said = rules_of(site)["due_at"] or _reception_ends(site, day)
    hours, minutes = map(int, said.split(":"))
    at = datetime.combine(day + timedelta(days=hours // 24), time(hours % 24, minutes), zone)
    return at.astimezone(ZoneInfo("UTC"))


def _reception_ends(site, day: date) -> str:
    """A holiday is kept like a Sunday, a day worked instead like a Monday (RD-1)."""
    said, weekday = day.isoformat(), day.isoweekday()
    if said in map(str, site.settings.get("holidays") or ()):
        weekday = SUNDAY
    elif said in map(str, site.settings.get("make_up_workdays") or ()):
        weekday = MONDAY
    ends = [row["to"] for row in site.settings.get("reception_hours") or () if weekday in row["weekdays"]]
    return max(ends, default=EVENING)
