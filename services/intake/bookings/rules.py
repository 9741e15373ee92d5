"""When a facility is open, what a span costs, and what a late cancellation costs (RD-20)."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from services.intake.duty.plan import wall, weekday_of
from shared.errors import BadInput

FEN = Decimal("0.01")


def open_spans(site, facility, day) -> list[tuple[datetime, datetime]]:
    """On the site's calendar: a holiday is kept like a Sunday. An end before its beginning is on the next day."""
    zone, weekday = ZoneInfo(site.timezone), weekday_of(site, day)
    rows = [row for row in facility.hours if weekday in row["weekdays"]]
    return sorted((wall(day, row["from"], zone), wall(_last_day(day, row), row["to"], zone)) for row in rows)


def _last_day(day, row: dict):
    return day if row["from"] < row["to"] else day + timedelta(days=1)


def check_span(site, facility, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raises BadInput naming what would be right."""
    _check_grid(site, facility, starts_at, ends_at)
    if starts_at < now:
        raise _wrong("starts_at", "This has begun already: a later beginning is expected.")
    if starts_at > now + timedelta(days=facility.ahead_days):
        raise _wrong("starts_at", f"At most {facility.ahead_days} days ahead are expected.")
    zone = ZoneInfo(site.timezone)
    day = starts_at.astimezone(zone).date()
    spans = open_spans(site, facility, day)
    open_now = [*open_spans(site, facility, day - timedelta(days=1)), *spans]  # past midnight it is still that evening
    if not any(since <= starts_at and ends_at <= until for since, until in open_now):
        hours = ", ".join(f"{since.astimezone(zone):%H:%M}–{until.astimezone(zone):%H:%M}" for since, until in spans)
        raise _wrong("starts_at", f"Open that day: {hours or 'not at all'}.")


def _check_grid(site, facility, starts_at: datetime, ends_at: datetime) -> None:
    length, slot = ends_at - starts_at, timedelta(minutes=facility.slot_minutes)
    if length <= timedelta() or length % slot or length > timedelta(minutes=facility.longest_minutes):
        said = f"Steps of {facility.slot_minutes} minutes are expected, at most {facility.longest_minutes}."
        raise _wrong("ends_at", said)
    local = starts_at.astimezone(ZoneInfo(site.timezone))
    if timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond) % slot:
        raise _wrong("starts_at", f"Bookings begin every {facility.slot_minutes} minutes from midnight on.")


def _wrong(field: str, said: str) -> BadInput:
    return BadInput(said, errors={field: [said]})


def hours_of(starts_at: datetime, ends_at: datetime) -> Decimal:
    """Whole slots of 15, 30 or 60 minutes: exact with two places."""
    return Decimal((ends_at - starts_at) // timedelta(minutes=15)) / 4


def price_of(price_per_hour: Decimal, starts_at: datetime, ends_at: datetime) -> Decimal:
    return (price_per_hour * hours_of(starts_at, ends_at)).quantize(FEN, ROUND_HALF_UP)


def fee_when_cancelled(booking, now: datetime) -> Decimal:
    """Nothing in time, then the share that was agreed."""
    share = Decimal(0 if now <= booking.free_until else booking.cancel_percent)
    return (booking.price * share / 100).quantize(FEN, ROUND_HALF_UP)
