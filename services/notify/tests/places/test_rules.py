"""Quiet hours and days are those of the site (RV-1, RV-5)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.places.rules import end_of_day, next_day_at, quiet_until, setting

ZONE = "Asia/Shanghai"


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (utc(2026, 3, 4, 4, 0), None),
        (utc(2026, 3, 4, 13, 30), utc(2026, 3, 5, 0, 0)),
        (utc(2026, 3, 4, 13, 29, 59), None),
        (utc(2026, 3, 4, 23, 59, 59), utc(2026, 3, 5, 0, 0)),
        (utc(2026, 3, 5, 0, 0), None),
        (utc(2026, 12, 31, 20, 0), utc(2027, 1, 1, 0, 0)),
    ],
)
def test_the_night_runs_past_midnight(now, until):
    assert quiet_until(now, ZONE, {}) == until


def test_a_site_may_rest_at_noon_or_never():
    noon = {"quiet_hours": {"from": "12:00", "to": "14:00"}}
    assert quiet_until(utc(2026, 3, 4, 5, 0), ZONE, noon) == utc(2026, 3, 4, 6, 0)
    assert quiet_until(utc(2026, 3, 4, 15, 0), ZONE, noon) is None
    assert quiet_until(utc(2026, 3, 4, 15, 0), ZONE, {"quiet_hours": {"from": "08:00", "to": "08:00"}}) is None


@given(
    st.integers(1_700_000_000, 1_900_000_000),
    st.sampled_from([ZONE, "Europe/London", "America/New_York"]),
)
def test_quiet_hours_always_end_within_a_day_and_stay_ended(second, zone):
    now = datetime.fromtimestamp(second, UTC)
    until = quiet_until(now, zone, {})
    if until:
        assert now < until <= now + timedelta(hours=25) and quiet_until(until, zone, {}) is None


def test_days_are_counted_at_the_site():
    assert end_of_day(utc(2026, 3, 4, 17, 0), ZONE, days=2) == utc(2026, 3, 7, 15, 59, 59)  # it is the 5th there
    assert next_day_at(utc(2026, 3, 4, 17, 0), ZONE, "09:00") == utc(2026, 3, 6, 1, 0)


def test_a_setting_of_the_wrong_shape_leaves_the_default():
    assert setting({"return_visit_attempts": "many"}, "return_visit_attempts") == 3
    assert setting({"return_visit_days": {"leak": 1}}, "return_visit_days") == {"safety": 2, "leak": 1, "other": 7}
