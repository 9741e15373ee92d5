"""What a site has set for contact with its residents, and what holds where it has set nothing."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULTS = {
    "quiet_hours": {"from": "21:30", "to": "08:00"},
    "return_visit_days": {"safety": 2, "leak": 3, "other": 7},  # RV-1
    "return_visit_attempts": 3,  # RV-2
    "return_visit_hour": "09:00",
}


def setting(settings: dict, name: str):
    """The site's own value, or the default where it has none; a table is filled up with its defaults."""
    default, own = DEFAULTS[name], settings.get(name)
    if isinstance(default, dict):
        return default | own if isinstance(own, dict) else default
    return own if isinstance(own, type(default)) else default


def quiet_until(now: datetime, zone: str, settings: dict) -> datetime | None:
    """When the quiet hours that `now` lies in will end, as an instant; None outside of them (RV-5).

    `from` and `to` are wall times of the site; the night may run past midnight. Equal times mean no quiet hours.
    """
    hours = setting(settings, "quiet_hours")
    start, end = time.fromisoformat(hours["from"]), time.fromisoformat(hours["to"])
    local = now.astimezone(ZoneInfo(zone))
    clock = local.time()
    if start <= end:
        quiet, tomorrow = start <= clock < end, False
    else:
        quiet, tomorrow = clock >= start or clock < end, clock >= start
    if not quiet:
        return None
    day = local.date() + timedelta(days=1 if tomorrow else 0)
    return datetime.combine(day, end, ZoneInfo(zone)).astimezone(now.tzinfo)


def end_of_day(moment: datetime, zone: str, *, days: int = 0) -> datetime:
    """The last second, at the site, of the day that lies `days` after `moment`."""
    day = moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(moment.tzinfo)


def next_day_at(moment: datetime, zone: str, hour: str) -> datetime:
    """`hour` o'clock on the site's next day."""
    day = moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone)).astimezone(moment.tzinfo)
