"""Exactly one shift at every moment: past midnight, on holidays, when clocks change (RD-1, RD-8)."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from services.intake.directory.site_settings import DEFAULTS
from services.intake.duty.plan import shift_after, shift_at, to_be_taken
from services.intake.duty.site_rules import rules_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def site(zone="Asia/Shanghai", duty=None, **settings):
    return SimpleNamespace(timezone=zone, settings={**DEFAULTS, **settings, "rules": {"duty": duty or {}}})


def at(text: str, zone=SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "code", "ends"),
    [
        ("2026-03-04 08:29", "night", "2026-03-04 08:30"),
        ("2026-03-04 08:30", "day", "2026-03-04 18:00"),
        ("2026-03-04 23:59", "night", "2026-03-05 08:30"),
        ("2026-03-05 00:00", "night", "2026-03-05 08:30"),
        ("2026-03-06 19:00", "night", "2026-03-07 09:00"),
        ("2026-03-07 16:59", "day", "2026-03-07 17:00"),
        ("2026-03-08 18:00", "night", "2026-03-09 08:30"),
    ],
)
def test_without_a_plan_of_its_own_a_site_follows_its_reception_hours(moment, code, ends):
    shift = shift_at(site(), at(moment))
    assert (shift.code, shift.ends_at) == (code, at(ends))


def test_a_night_belongs_to_the_day_it_began_on():
    assert shift_at(site(), at("2026-03-05 03:00")).day.isoformat() == "2026-03-04"


def test_three_shifts_a_day_follow_each_other():
    starts = [("early", "06:00"), ("late", "14:00"), ("night", "22:00")]
    own = site(duty={"shifts": [{"code": code, "weekdays": EVERY_DAY, "at": clock} for code, clock in starts]})
    shift, codes = shift_at(own, at("2026-03-04 07:00")), []
    for _ in range(4):
        codes.append(shift.code)
        shift = shift_after(own, shift)
    assert codes == ["early", "late", "night", "early"]


def test_a_holiday_is_kept_like_a_sunday_and_a_day_worked_instead_like_a_monday():
    kept = site(holidays=["2026-03-04"], make_up_workdays=["2026-03-07"])
    assert shift_at(kept, at("2026-03-04 08:45")).code == "night"
    assert shift_at(kept, at("2026-03-04 09:00")).code == "day"
    assert shift_at(kept, at("2026-03-07 08:45")).code == "day"


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe"])
def test_no_moment_of_a_year_is_without_a_shift_or_has_two(zone):
    """Every shift ends when the next begins, also where a clock is set forward or back."""
    own, moment = site(zone), datetime(2026, 1, 1, tzinfo=UTC)
    shift = shift_at(own, moment)
    while shift.starts_at < moment + timedelta(days=366):
        following = shift_after(own, shift)
        assert following.starts_at == shift.ends_at > shift.starts_at
        shift = following


def test_who_comes_back_after_days_takes_the_shift_that_is_on_by_the_plan():
    own = site()
    long_ago = shift_at(own, at("2026-03-01 10:00"))
    assert to_be_taken(own, long_ago, at("2026-03-01 17:10")).code == "night"
    assert to_be_taken(own, long_ago, at("2026-03-04 10:00")).day.isoformat() == "2026-03-04"


def test_rules_that_cannot_be_read_leave_the_defaults_and_are_named():
    own = {"shifts": [{"code": "day", "weekdays": [9], "at": "25:00"}], "departments": ["plumber"], "bored_at": "12:00"}
    twice = [{"code": "keys", "name": {"zh": "钥匙", "en": "Keys"}, "count": 1}] * 2
    rules = rules_of(site(duty={**own, "entrusted": twice, "board_at": "16:00"}))
    assert set(rules.fault) == {"shifts", "departments", "bored_at", "entrusted"} and rules_of(site()).fault is None
    assert rules["shifts"] == rules_of(site())["shifts"] and rules["departments"] == {}
    assert rules["board_at"] == "16:00", "what can be read holds"
