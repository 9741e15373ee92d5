"""Categories over time: what holds on a day, and how a change becomes the next edition instead of rewriting the last.

Nothing is deleted: whatever a ticket was sorted by can be looked up for as long as there are tickets (RD-4).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from .models import Category, Site

FACTS = ("place", "object", "problem", "kind", "trade", "follow_up", "priority")
NAMES = ("name_zh", "name_en")
DEFAULTS = {"follow_up": "other", "priority": "normal"}


class NotThatDay(Exception):
    """A day that does not fit the editions there are; `column` says which, the text what would be right."""

    def __init__(self, column: str, right: str):
        super().__init__(right)
        self.column, self.right = column, right


@dataclass
class Planned:
    """What a wish about a category comes to: a new edition, changes of others, or nothing."""

    status: str
    new: dict | None = None
    changes: list[tuple[Category, dict]] = field(default_factory=list)


def day_of_operator(session, now: datetime) -> date:
    """Categories hold for every site; their days turn where the first of them stands."""
    zone = session.scalar(select(Site.timezone).order_by(Site.code).limit(1))
    return now.astimezone(ZoneInfo(zone or "UTC")).date()


def in_force(editions: Iterable[Category], day: date) -> dict[str, Category]:
    """By code, the edition of the day."""
    return {category.code: category for category in editions if category.in_force(day)}


def plan_edition(editions: list[Category], wanted: dict, today: date) -> Planned:
    """`editions` are those of one code. Raises NotThatDay.

    A name may be corrected in place; any other fact of an edition that began before today stays, and the change is
    the next edition, from `valid_from` on or from today.
    """
    if not editions:
        return Planned("created", {**DEFAULTS, "edition": 1, **wanted})
    editions = sorted(editions, key=lambda one: one.valid_from or date.min)
    last, start = editions[-1], wanted.get("valid_from")
    meant = next((one for one in editions if one.valid_from == start), None) if start else last
    if meant is None:
        return follow_on(last, wanted, start)
    differing = {name: value for name, value in wanted.items() if getattr(meant, name) != value}
    begun = meant.valid_from is None or meant.valid_from < today
    if begun and differing.keys() & set(FACTS):
        if start:
            raise NotThatDay("valid_from", f"It holds so since {start}; a change needs a later day, such as {today}.")
        return follow_on(last, {**wanted, "valid_from": today}, today)
    see_end(editions, meant, differing)
    return Planned("updated" if differing else "unchanged", changes=[(meant, differing)] if differing else [])


def follow_on(last: Category, wanted: dict, start: date) -> Planned:
    """The edition after `last`, which ends the day before."""
    if last.valid_from and start <= last.valid_from:
        raise NotThatDay("valid_from", f"After {last.valid_from} is expected, where the last edition begins.")
    before = {name: getattr(last, name) for name in (*NAMES, *FACTS)}
    new = {**before, **wanted, "valid_from": start, "edition": last.edition + 1}
    ends = last.valid_to is None or last.valid_to >= start
    return Planned("updated", new, [(last, {"valid_to": start - timedelta(days=1)})] if ends else [])


def see_end(editions: list[Category], meant: Category, differing: dict) -> None:
    """An edition ends after it began and before the next one begins."""
    end = differing.get("valid_to")
    if end is None:
        return
    if meant.valid_from and end < meant.valid_from:
        raise NotThatDay("valid_to", f"Not before {meant.valid_from} is expected, where it begins.")
    later = [one.valid_from for one in editions if one.valid_from and one.edition > meant.edition]
    if later and end >= min(later):
        raise NotThatDay("valid_to", f"Before {min(later)} is expected, where the next edition begins.")
