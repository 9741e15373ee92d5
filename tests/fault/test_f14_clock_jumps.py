"""F14: the clock jumps an hour forth and back, stands for days, and passes ends of months and years (P8).

Deadlines fire late but once, never twice; numbers follow the year on the wall of their site.
"""

import datetime as when
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.intake.calls.number_blocks import take_number
from services.intake.tests import conftest as intake
from services.intake.tickets.usecases import open_ticket
from services.notify.return_visits.rules import due_by
from shared import clockwork
from shared.clockwork import Clockwork
from shared.testing.people import DESK, SECOND_SITE, SITE, person
from shared.timers import Clock
from tests.end_to_end.conftest import eventually
from tests.fault.road import LONG

service, place = intake.service, intake.place

pytestmark = [pytest.mark.xdist_group("faults")]
HOUR = timedelta(hours=1)
JUMPS = (0, 1, 0, 2, 1, 5, 4)  # hours that the wall clock is ahead, one after the other
NEW_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # in Shanghai; in London it is four in the afternoon
SECOND = timedelta(seconds=1)


class Wall(datetime):
    """A wall clock that somebody sets."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + cls.ahead


@pytest.fixture
def wall(monkeypatch):
    monkeypatch.setattr(clockwork, "datetime", Wall)
    yield Wall
    Wall.ahead = timedelta()


@pytest.fixture
def clocks(store):
    """`clocks(room)`: two clocks of one service, running."""
    stop, threads = threading.Event(), []

    def start(room: Clock) -> None:
        for _ in range(2):
            threads.append(threading.Thread(target=Clockwork(store, [room]).run, args=(stop,), daemon=True))
            threads[-1].start()

    yield start
    stop.set()
    for thread in threads:
        thread.join(LONG)


def test_each_deadline_fires_once_and_not_before_its_time_while_the_clock_jumps(store, wall, clocks, dice):
    room, fired, began = Clock(), [], datetime.now(UTC)
    room.timer("deadline")(lambda store, timer, now: fired.append((timer.subject_id, now >= timer.due_at)))
    hours = {str(number): dice.uniform(0.1, 4.9) for number in range(60)}
    with store.work(None, now=began) as work:
        work.timers.set_many("deadline", [(name, began + HOUR * at, None, {}) for name, at in hours.items()])
    clocks(room)
    furthest = 0
    for ahead in JUMPS:
        wall.ahead, furthest = HOUR * ahead, max(furthest, ahead)
        due = {name for name, at in hours.items() if at < furthest}
        eventually(lambda: {name for name, _ in fired} >= due, LONG)  # noqa: B023
    assert Counter(name for name, _ in fired) == Counter(hours.keys()), "each once"
    assert all(in_time for _, in_time in fired)


def test_after_days_without_a_clock_each_deadline_and_each_period_comes_once(store, now):
    room, fired = Clock(), Counter()

    @room.every(60)
    def sweep(store, at):
        fired["sweep"] += 1

    room.timer("deadline")(lambda store, timer, at: fired.update([timer.subject_id]))
    with store.work(None, now=now) as work:
        work.timers.set_many("deadline", [(str(hours), now + HOUR * hours, None, {}) for hours in range(1, 60)])
    clock = Clockwork(store, [room])
    clock.start(now)
    clock.tick(now)
    after = now + timedelta(days=3)
    Clockwork(store, [room]).tick(after)
    assert fired.pop("sweep") == 2 and set(fired.values()) == {1} and len(fired) == 59
    Clockwork(store, [room]).tick(after - HOUR)  # and when the clock is set right again
    assert len(fired) == 59 and max(fired.values()) == 1


def opened(store, at: datetime, site=SITE) -> str:
    who = DESK if site == SITE else person("other", "desk", site=site)
    with store.work(who, now=at) as work:
        return open_ticket(work, site_id=site, kind="repair_public", description="路灯不亮").number


def test_a_ticket_is_numbered_by_the_year_on_the_wall_of_its_site_whichever_way_the_clock_jumps(store, place):
    with store.work(person("admin", "admin", site="*")) as work:
        work.session.get(type(place.second), SECOND_SITE).timezone = "Europe/London"
    told = [opened(store, NEW_YEAR + SECOND * shift) for shift in (-1, 0, 3600, -3600, 7200, -7200)]
    assert told == [
        f"T-{year}-{n:06d}" for year, n in ((2026, 1), (2027, 1), (2027, 2), (2026, 2), (2027, 3), (2026, 3))
    ]
    assert opened(store, NEW_YEAR, SECOND_SITE) == "T-2026-000001"
    assert opened(store, NEW_YEAR + 8 * HOUR, SECOND_SITE) == "T-2027-000001"


def test_pushed_tickets_numbers_taken_in_blocks_follow_the_year_too(store, place):
    told = [take_number(store, place.site, NEW_YEAR + SECOND * shift) for shift in (-1, 0, -1, 0)]
    assert [number[:6] for number in told] == ["T-2026", "T-2027"] * 2 and len(set(told)) == 4


@pytest.mark.parametrize("day", ["2026-12-31", "2027-02-28", "2028-02-28", "2028-02-29", "2026-04-30"])
def test_what_is_promised_at_the_end_of_a_month_is_due_after_it_was_asked(store, place, day):
    for clock in ("00:00", "15:59", "16:00", "23:59"):
        at = when.datetime.fromisoformat(f"{day}T{clock}:00+00:00")
        number = opened(store, at)
        tickets = store.table("tickets")
        with store.reading(None) as session:
            row = session.execute(tickets.select().where(tickets.c.number == number)).one()
        assert at < row.answer_due_at <= row.due_at < at + timedelta(days=40)


@pytest.mark.parametrize(
    ("completed", "last_day"),
    [
        ("2028-02-22", "2028-02-29"),
        ("2027-02-22", "2027-03-01"),
        ("2028-02-29", "2028-03-07"),
        ("2026-12-29", "2027-01-05"),
    ],
)
def test_a_return_visit_is_due_seven_days_later_on_the_sites_own_calendar(completed, last_day):
    """RV-1, over the 29th of February and the end of the year; late in the evening at the site."""
    shanghai = ZoneInfo("Asia/Shanghai")
    evening = when.datetime.fromisoformat(f"{completed}T23:30:00").replace(tzinfo=shanghai)
    due = due_by(evening, "other", shanghai.key, {}).astimezone(shanghai)
    assert str((due - SECOND).date()) == last_day


def test_a_clock_without_leases_would_be_found_to_fire_twice(store, now):
    """The negative control: what was claimed before the jump is claimed again after it when nobody renews."""
    room, fired = Clock(), []
    room.timer("deadline")(lambda store, timer, at: fired.append(at))
    with store.work(None, now=now) as work:
        work.timers.set("deadline", "a", now)
    one, two = Clockwork(store, [room]), Clockwork(store, [room])
    (timer,) = one.claim(now)
    two.tick(now + HOUR)
    one.fire(timer, now)
    assert len(fired) == 2
