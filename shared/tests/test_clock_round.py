"""A round of the clock while the database goes away in the middle of it: nobody else's timer may pay for that (P7)."""

from datetime import UTC, datetime
from threading import Event as Flag
from threading import Thread

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from shared.clockwork import Clockwork
from shared.testing.people import DESK
from shared.timers import Clock


def test_a_timer_whose_end_could_not_be_written_stops_no_other_and_is_let_go(store):
    clock, fired, away, all_fired = Clock(), [], Flag(), Flag()

    @clock.timer("remind")
    def remind(store, timer, at):
        fired.append(timer.subject_id)
        if timer.subject_id == "first":
            away.set()
        if len(fired) == 4:
            all_fired.set()

    def commit(_connection):
        if away.is_set():
            away.clear()
            raise OperationalError("gone", None, Exception("gone"))

    now = datetime.now(UTC)
    with store.work(DESK, now=now) as work:
        for subject in ("first", "second", "third", "fourth"):
            work.timers.set("remind", subject, now)
    event.listen(store.engine, "commit", commit)
    clockwork, stop = Clockwork(store, [clock], threads=1), Flag()
    running = Thread(target=clockwork.run, args=(stop,))
    running.start()
    try:
        all_fired.wait(20)
    finally:
        stop.set()
        running.join()
        event.remove(store.engine, "commit", commit)
    assert sorted(fired) == ["first", "fourth", "second", "third"]
    assert clockwork.held == {}
