"""When tickets make a burst, without a database: alike, from one place, close enough in time (RD-17)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass
class Burst:
    """Tickets of one place whose categories are alike, the first of them first."""

    building_id: UUID | None
    categories: set[str]
    rows: list = field(default_factory=list)

    @property
    def began_at(self) -> datetime:
        return self.rows[0].opened_at


def family_of(category, alike: str) -> str:
    """What a category shares with those that one cause may bring in as well."""
    return getattr(category, "code" if alike == "category" else alike)


def families(categories: dict, alike: str) -> dict[str, set[str]]:
    """The codes that are alike, by what they share."""
    found = defaultdict(set)
    for code, category in categories.items():
        found[family_of(category, alike)].add(code)
    return found


def alike_with(categories: dict, code: str | None, alike: str) -> list[str]:
    """Every code one cause may be reported under, if it was reported under this one."""
    if code not in categories:
        return []
    return sorted(families(categories, alike)[family_of(categories[code], alike)])


def bursts(rows, categories: dict, rules: dict, quiet_until) -> list[Burst]:
    """`rows` are tickets by time. `quiet_until(building, codes)` is until when nothing is counted there; None: at all.

    A place with an incident that goes on, or waits to be looked at, makes no second one.
    """
    kin = families(categories, rules["alike"])
    found: dict[tuple, Burst] = {}
    for row in rows:
        if row.category not in categories:
            continue
        family = family_of(categories[row.category], rules["alike"])
        burst = found.setdefault((row.building_id, family), Burst(row.building_id, kin[family]))
        burst.rows.append(row)
    for burst in found.values():
        since = quiet_until(burst.building_id, burst.categories)
        burst.rows = [] if since is None else [row for row in burst.rows if row.opened_at > since]
    return [burst for burst in found.values() if len(burst.rows) >= rules["tickets"] > 0]
