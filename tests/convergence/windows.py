"""Up to four events that reached one reader about one thing, one after the other, and every way they may come."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations

from sqlalchemy import text

from tests.simulation.moment import moment

from .stage import Heard, put_back
from .state import differences, raw_rows, state_of, words_in

MOST = 4
LATER = timedelta(hours=8)  # longer than any wait of a parked event
WAITING = "SELECT event_id FROM parked_events WHERE state != 'dropped' ORDER BY event_id"


@dataclass(frozen=True)
class Window:
    reader: str
    events: tuple[Heard, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(one.key for one in self.events)

    def __str__(self) -> str:
        return f"{self.reader}: {', '.join(self.kinds)}"


def windows_of(heard: list[Heard]) -> list[Window]:
    """Each run of kinds once, however many tickets lived through it."""
    by_subject: dict[tuple, list[Heard]] = defaultdict(list)
    for one in heard:
        by_subject[one.reader, one.subject].append(one)
    found: dict[tuple, Window] = {}
    for (reader, _), events in by_subject.items():
        for start in range(max(1, len(events) - MOST + 1)):
            window = Window(reader, tuple(events[start : start + MOST]))
            found.setdefault((reader, window.kinds), window)
    return list(found.values())


def few_that_show_all(windows: list[Window]) -> list[Window]:
    """Enough of them to see each kind of event at each of its readers, those that show most first."""
    left = {(window.reader, kind) for window in windows for kind in window.kinds}
    chosen = []
    while left:
        best = max(windows, key=lambda w: len({(w.reader, kind) for kind in w.kinds} & left))
        left -= {(best.reader, kind) for kind in best.kinds}
        chosen.append(best)
    return chosen


def ways(window: Window):
    """Every other order, and each event twice: at once, and again at the end."""
    in_order = window.events
    yield from (way for way in permutations(in_order) if way != in_order)
    yield tuple(one for event in in_order for one in (event, event))
    yield in_order + in_order


def strays(centre, window: Window) -> list[str]:
    """The ways of this window that do not end where the right order ends."""
    reader, found = Reader(centre, window), []
    right = reader.after(window.events)
    for way in ways(window):
        if other := differences(right, reader.after(way)):
            order = [window.events.index(event) + 1 for event in way]
            found.append("\n  ".join([f"{window}, come as {order}:", *other]))
    return found


class Reader:
    """One reader that lives a window again and again from the same beginning."""

    def __init__(self, centre, window: Window):
        self.window, self.house = window, centre.houses[window.reader]
        self.store, self.settlement = self.house.store, self.house.consumer.settlement
        put_back(self.store, window.events[0].before)
        rows = [str(row) for rows in raw_rows(self.store).values() for row in rows]
        self.known = words_in(*rows, *(event.body for event in window.events))
        self.now = moment.now

    def after(self, way) -> dict:
        """The state when all has come and whatever had to wait was tried until nothing changed any more."""
        put_back(self.store, self.window.events[0].before)
        self.settlement.any_parked = True
        now = self.now
        for event in way:
            self.settlement.handle_all([event.body], now)
        waiting, before = self.waiting(), None
        while waiting and waiting != before:
            now += LATER
            self.settlement.retry_due(now)
            before, waiting = waiting, self.waiting()
        state = state_of(self.window.reader, self.store, self.known)
        state["never settled"] = Counter(waiting)
        return state

    def waiting(self) -> list:
        with self.store.reading(None) as session:
            return list(session.execute(text(WAITING)).scalars())
