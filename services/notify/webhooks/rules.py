"""When a webhook is tried again, and when it is given up (RV-9, Standard Webhooks 1.0)."""

import random
from datetime import datetime, timedelta

WAITS = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)  # seconds after each failure; the last one repeats
GIVE_UP_AFTER = timedelta(days=7)
THROTTLED = (429, 502, 503, 504)
FAILURES_BEFORE_PAUSE = 5
PAUSE = timedelta(seconds=30)


def next_try(first_at: datetime, now: datetime, tries: int, asked: int | None) -> datetime:
    """After `tries` failures; up to a tenth of jitter; never sooner than Retry-After; once at the very end."""
    wait = WAITS[min(tries, len(WAITS)) - 1] * random.uniform(1, 1.1)  # noqa: S311  jitter, not a secret
    soon = now + timedelta(seconds=max(wait, asked or 0))
    return max(min(soon, first_at + GIVE_UP_AFTER), now + timedelta(seconds=asked or 0))


def given_up(first_at: datetime, now: datetime) -> bool:
    return now - first_at >= GIVE_UP_AFTER


def pause_after(status: int | None, asked: int | None, failures: int) -> timedelta | None:
    """How long a whole receiver is left alone; None to go on."""
    if status in THROTTLED:
        return timedelta(seconds=asked) if asked is not None else PAUSE
    return PAUSE if failures >= FAILURES_BEFORE_PAUSE else None
