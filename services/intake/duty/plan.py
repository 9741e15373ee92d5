"""The shift plan on the site's calendar: who is on duty at a moment, and who comes next (RD-1, RD-8)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .site_rules import Rules, name_of_shift, rules_of

LOOK = timedelta(days=9)  # a shift that begins once a week is found, whatever day it is
MONDAY, SUNDAY = 1, 7


@dataclass(frozen=True)
class Planned:
    """One shift as planned; `day` is the local day it begins on, `ends_at` is when the next one begins."""

    code: str
    name: dict
    day: date
    starts_at: datetime
    ends_at: datetime


def wall(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """A time of the site's wall clock as a moment; 24:00 is the next day's beginning."""
    hours, minutes = map(int, clock.split(":"))
    day, hours = day + timedelta(days=hours // 24), hours % 24
    return datetime.combine(day, time(hours, minutes), zone).astimezone(ZoneInfo("UTC"))


def weekday_of(site, day: date) -> int:
    """A holiday is kept like a Sunday, a day worked instead like a Monday."""
    said = day.isoformat()
    if said in map(str, site.settings.get("holidays") or ()):
        return SUNDAY
    return MONDAY if said in map(str, site.settings.get("make_up_workdays") or ()) else day.isoweekday()


def shift_at(site, moment: datetime, rules: Rules | None = None) -> Planned:
    """Exactly one: each lasts until the next begins, past midnight too."""
    starts = _starts(site, moment, rules or rules_of(site))
    later = next(n for n, (at, _, _) in enumerate(starts) if at > moment)
    return _planned(starts, later - 1)


def shift_after(site, shift, rules: Rules | None = None) -> Planned:
    """The one that takes over when this one ends."""
    return shift_at(site, shift.ends_at, rules)


def to_be_taken(site, shift, now: datetime, rules: Rules | None = None) -> Planned:
    """Who takes over from this shift now: the next one, or whoever is on duty by the plan when that is long past."""
    following = shift_after(site, shift, rules)
    return following if following.ends_at > now else shift_at(site, now, rules)


def _planned(starts: list[tuple], place: int) -> Planned:
    at, day, start = starts[place]
    return Planned(start["code"], name_of_shift(start), day, at, starts[place + 1][0])


def _starts(site, moment: datetime, rules: Rules) -> list[tuple]:
    """Every beginning around this moment, in order; a row that begins nothing new is passed over."""
    zone = ZoneInfo(site.timezone)
    first, last = ((moment + way * LOOK).astimezone(zone).date() for way in (-1, 1))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = [
        (wall(day, start["at"], zone), day, start)
        for day in days
        for start in rules["shifts"]
        if weekday_of(site, day) in start["weekdays"]
    ]
    found.sort(key=lambda row: row[0])
    return [row for n, row in enumerate(found) if n + 1 == len(found) or found[n + 1][0] != row[0]]
