"""A timer fires once, however many clocks run; a failed one comes again."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread

from shared.clockwork import Clockwork
from shared.testing.people import DESK
from shared.timers import Clock


def test_it_fires_when_due_and_not_before(store, now):
    clock, fired = Clock(), []
    clock.timer("remind")(lambda store, timer, at: fired.append(timer.payload))
    with store.work(DESK, now=now) as work:
        work.timers.set("remind", "a", now + timedelta(minutes=5), payload={"n": 1})

    clockwork = Clockwork(store, [clock])
    assert clockwork.tick(now) == 0
    assert clockwork.tick(now + timedelta(minutes=5)) == 1
    assert clockwork.tick(now + timedelta(days=1)) == 0
    assert fired == [{"n": 1}]


def test_setting_it_again_moves_it_and_cancelling_takes_it_off(store, now):
    clock, fired = Clock(), []
    clock.timer("remind")(lambda store, timer, at: fired.append(timer.subject_id))
    with store.work(DESK, now=now) as work:
        work.timers.set("remind", "moved", now)
        work.timers.set("remind", "cancelled", now)
    with store.work(DESK, now=now) as work:
        work.timers.set("remind", "moved", now + timedelta(hours=1))
        work.timers.cancel("remind", "cancelled")

    clockwork = Clockwork(store, [clock])
    assert clockwork.tick(now) == 0
    assert clockwork.tick(now + timedelta(hours=2)) == 1
    assert fired == ["moved"]


def test_hastening_never_moves_it_back_but_calls_it_again_when_it_is_being_worked_on(store, now):
    clock, fired = Clock(), []
    clock.timer("send")(lambda store, timer, at: fired.append(timer.due_at))
    for minutes in (0, 5):
        with store.work(DESK, now=now) as work:
            work.timers.hasten("send", "all", now + timedelta(minutes=minutes))
    clockwork = Clockwork(store, [clock])
    (claimed,) = clockwork.claim(now)
    with store.work(DESK, now=now) as work:
        work.timers.hasten("send", "all", now + timedelta(minutes=1))
    clockwork.fire(claimed, now)
    assert clockwork.tick(now + timedelta(minutes=1)) == 1
    assert fired == [now, now + timedelta(minutes=1)]


def test_a_handler_that_fails_is_called_again_later(store, now):
    clock, tries = Clock(), []

    @clock.timer("flaky")
    def flaky(store, timer, at):
        tries.append(timer.tries)
        if len(tries) < 3:
            raise RuntimeError("gateway away")

    with store.work(DESK, now=now) as work:
        work.timers.set("flaky", "a", now)
    clockwork = Clockwork(store, [clock])
    for _ in range(5):
        clockwork.tick(now)
        now += timedelta(minutes=10)
    assert tries == [1, 2, 3]


def test_a_clock_that_died_with_a_lease_does_not_keep_the_timer(store, now):
    clock, fired = Clock(), []
    clock.timer("remind")(lambda store, timer, at: fired.append(timer.tries))
    with store.work(DESK, now=now) as work:
        work.timers.set("remind", "a", now)
    dead, alive = Clockwork(store, [clock]), Clockwork(store, [clock])
    assert len(dead.claim(now)) == 1
    assert alive.tick(now) == 0
    assert alive.tick(now + timedelta(minutes=10)) == 1
    assert fired == [2]


def test_a_lease_is_renewed_while_the_handler_works_and_ends_with_the_clock(store, now):
    clock, fired = Clock(), []
    clock.timer("remind")(lambda store, timer, at: fired.append(at))
    with store.work(DESK, now=now) as work:
        work.timers.set("remind", "a", now)
    slow, other = Clockwork(store, [clock]), Clockwork(store, [clock])
    [timer] = slow.claim(now)
    for seconds in range(20, 121, 20):
        slow.renew(now + timedelta(seconds=seconds))
        assert other.tick(now + timedelta(seconds=seconds + 15)) == 0
    slow.fire(timer, now)
    assert other.tick(now + timedelta(days=1)) == 0
    assert fired == [now]


def test_a_timer_that_was_moved_while_it_ran_is_neither_renewed_nor_taken_off(store, now):
    clock, fired = Clock(), []
    clock.timer("remind")(lambda store, timer, at: fired.append(at))
    later = now + timedelta(hours=1)
    with store.work(DESK, now=now) as work:
        work.timers.set("remind", "a", now)
    clockwork = Clockwork(store, [clock])
    [timer] = clockwork.claim(now)
    with store.work(DESK, now=now) as work:
        work.timers.set("remind", "a", later)
    clockwork.renew(now + timedelta(seconds=10))
    clockwork.fire(timer, now)
    assert (clockwork.tick(now), clockwork.tick(later)) == (0, 1)


def test_the_door_of_time_opens_without_the_storage_behind_it():
    """A room's clock may be the first module that a process imports; a ring of imports would stop it there."""
    code = "import shared.timers, sys; assert 'shared.storage' not in sys.modules; import shared.audit.clock"
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True)


def test_a_period_runs_once_per_period_from_two_clocks(store, now):
    clock, ran = Clock(), []

    @clock.every(60)
    def sweep(store, at):
        ran.append(at)

    one, two = Clockwork(store, [clock]), Clockwork(store, [clock])
    for clockwork in (one, two):
        clockwork.start(now)
    for minute in range(3):
        at = now + timedelta(minutes=minute)
        one.tick(at)
        two.tick(at)
    assert len(ran) == 3


def test_many_timers_fire_once_each_from_two_racing_clocks(store, now):
    clock, fired = Clock(), []
    clock.timer("race")(lambda store, timer, at: fired.append(timer.subject_id))
    with store.work(DESK, now=now) as work:
        work.timers.set_many("race", [(str(n), now, None, {}) for n in range(200)])

    threads = [Thread(target=Clockwork(store, [clock]).tick, args=(now,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fired, key=int) == [str(n) for n in range(200)]
