"""When a return visit is due, and what the caller asks (RV-1, RV-2)."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

from services.notify.places.rules import end_of_day, next_day_at, quiet_until, setting

WITHOUT_VISIT = ("repair_public",)  # inspected on the spot by the desk instead (RW-7)
SCRIPT = Path(__file__).parent / "script.json"


def due_by(completed_at: datetime, follow_up: str, zone: str, settings: dict) -> datetime:
    """End of the day, at the site, that lies 2 (safety), 3 (leak) or 7 (other) days after completion (RV-1)."""
    days = setting(settings, "return_visit_days")
    return end_of_day(completed_at, zone, days=days.get(follow_up, days["other"]))


def first_try(completed_at: datetime, zone: str, settings: dict) -> datetime:
    """At once, so that night duty can ask the same evening, but at a decent hour (RV-2)."""
    return quiet_until(completed_at, zone, settings) or completed_at


def next_try(now: datetime, zone: str, settings: dict) -> datetime:
    """Who could not be reached is tried again the next day (RV-2)."""
    return next_day_at(now, zone, setting(settings, "return_visit_hour"))


def last_attempt(settings: dict) -> int:
    return setting(settings, "return_visit_attempts")


@cache
def _script() -> dict:
    return json.loads(SCRIPT.read_text(encoding="utf-8"))


def call_script(kind: str) -> list[dict]:
    """The questions in the order in which they are asked, each in Chinese and English (RD-18)."""
    script = _script()
    return [*script["opening"], *script["by_kind"].get(kind, script["by_kind"]["other"]), *script["closing"]]
