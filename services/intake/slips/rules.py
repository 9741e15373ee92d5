"""What a site decides about its slips, which departments it has, and how a week is summed up (RD-12)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.intake.directory.site_settings import clock_time, own_rules
from services.intake.duty.plan import wall
from services.intake.duty.queries import names_of_departments
from services.intake.duty.site_rules import DEPARTMENTS
from shared.web import fields
from shared.web.schemas import In

DEFAULTS = {"due_hours": 24, "summary_weekday": 1, "summary_at": "09:00", "target_percent": 100}
WEEK = timedelta(days=7)


class SlipRules(In):
    due_hours = fields.Whole(min=1, max=720, metadata={"description": "Until an answer is due, unless said"})
    summary_weekday = fields.Whole(min=1, max=7)
    summary_at = fields.String(validate=clock_time)
    target_percent = fields.Whole(min=1, max=100, metadata={"description": "How many should be answered in time"})


def rules_of(site) -> dict:
    """The site's own over the defaults; a setting that cannot be read is left aside."""
    return DEFAULTS | own_rules(site, "slips", SlipRules())[0]


def departments_of(session, site_id) -> dict[str, dict]:
    """The site's own departments, else the usual ones; code to names."""
    return names_of_departments(session, site_id) or DEPARTMENTS


def week_told(site, now: datetime) -> tuple[datetime, datetime, datetime]:
    """(beginning, end, when it is told) of the last week whose summary's hour has come."""
    zone, rules = ZoneInfo(site.timezone), rules_of(site)
    today = now.astimezone(zone).date()
    day = today - timedelta(days=(today.isoweekday() - rules["summary_weekday"]) % 7)
    told_at = wall(day, rules["summary_at"], zone)
    if told_at > now:
        day -= WEEK
        told_at = wall(day, rules["summary_at"], zone)
    monday = day - timedelta(days=day.isoweekday() - 1)
    return wall(monday - WEEK, "00:00", zone), wall(monday, "00:00", zone), told_at


def by_department(slips, names: dict[str, dict], now: datetime) -> list[dict]:
    """Of what was due: how much was answered in time, late, or not at all; the worst first."""
    found: dict[str, dict] = {}
    for slip in slips:
        name = names.get(slip.to_department) or {"zh": slip.to_department, "en": slip.to_department}
        part = found.setdefault(
            slip.to_department,
            {"code": slip.to_department, "name": name, "due": 0, "on_time": 0, "late": 0, "open": 0, "numbers": []},
        )
        part["due"] += 1
        part["on_time"] += slip.on_time()
        part["late"] += slip.late(now)
        part["open"] += slip.answered_at is None
        part["numbers"] += [slip.number] if slip.late(now) else []
    rows = [{**part, "percent": 100 * part["on_time"] // part["due"]} for part in found.values()]
    return sorted(rows, key=lambda part: (part["percent"], part["code"]))
