"""The clock process of a service: claims the timers that are due and runs them, several at a time."""

import logging
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from threading import Event as Flag
from threading import Lock, Thread

from sqlalchemy import delete, func, or_, select, update

from shared import metrics
from shared.leases import renew_until
from shared.liveness import beat
from shared.patience import Patience, spread
from shared.timers import EVERY, Timer

LEASE = timedelta(seconds=30)  # renewed while a handler works: only what a dead clock held waits for its end
BACK_OFF = (2, 10, 60, 300, 1800)  # seconds after a failed try; the last one repeats
ROUND = 64
IDLE = 0.2  # seconds between looks at the table

log = logging.getLogger(__name__)


class Clockwork:
    """The clock process of one service: claims what is due and runs it, several at a time."""

    def __init__(self, store, clocks, *, threads: int = 4):
        self.store = store
        self.table = store.table("timers")
        self.handlers = {kind: run for clock in clocks for kind, run in clock.timers.items()}
        self.periods = {kind: seconds for clock in clocks for kind, seconds in clock.periods.items()}
        self.threads = threads
        self.held: dict = {}  # timer id -> until when it is ours
        self.guard = Lock()

    def run(self, stop: Flag) -> None:
        """Until `stop`: a database that is away is waited for, a handler that fails is tried again."""
        Thread(target=renew_until, args=(stop, self.renew, LEASE), name="clock-leases", daemon=True).start()
        with ThreadPoolExecutor(self.threads, thread_name_prefix="clock") as pool:
            started, patience = False, Patience()
            while not stop.is_set():
                beat(self.store.name, "clock")
                try:
                    if not started:
                        self.start(datetime.now(UTC))
                        started = True
                    claimed = self.round(pool)
                    patience.reset()
                except Exception:
                    log.exception("the clock stumbled")
                    metrics.loop_failures.labels(self.store.name, "clock").inc()
                    claimed = 0
                    stop.wait(patience.next())
                if claimed < ROUND:
                    stop.wait(IDLE)

    def round(self, pool: Executor, most: int = ROUND) -> int:
        """Claim what is due and fire it; returns how many. Raises what the first failed with, after all were tried:
        a timer that is claimed and left out would stay in hand, and be renewed, for ever."""
        claimed = self.claim(datetime.now(UTC), most)
        fired = [pool.submit(self.fire, timer) for timer in claimed]
        wait(fired)
        for one in fired:
            one.result()
        return len(claimed)

    def start(self, now: datetime) -> None:
        """Periods are timers too: the first clock of a service writes them down."""
        with self.store.work(None, now=now) as work:
            for kind in self.periods:
                found = select(func.count()).where(self.table.c.kind == kind)
                if not work.session.scalar(found):
                    work.timers.set(kind, kind, now)

    def tick(self, now: datetime) -> int:
        """Run what is due at `now`, in this thread, until nothing is; returns how many fired. For tests and tools."""
        fired = 0
        while claimed := self.claim(now):
            for timer in claimed:
                self.fire(timer, now)
            fired += len(claimed)
        return fired

    def claim(self, now: datetime, limit: int = ROUND) -> list[Timer]:
        table = self.table
        free = or_(table.c.lease_until.is_(None), table.c.lease_until < now)
        due = select(table.c.id).where(table.c.due_at <= now, free, table.c.kind.in_(self.handlers))
        due = due.order_by(table.c.due_at).limit(limit).with_for_update(skip_locked=True)
        taken = (
            update(table)
            .where(table.c.id.in_(due.scalar_subquery()))
            .values(lease_until=now + LEASE, tries=table.c.tries + 1)
            .returning(*[table.c[name] for name in Timer.__dataclass_fields__])
        )
        with self.store.reading(None) as session:
            if session.execute(due.with_only_columns(table.c.id).limit(1)).first() is None:
                return []
        with self.store.work(None, now=now) as work:
            rows = work.session.execute(taken).all()
        timers = sorted((Timer(*row) for row in rows), key=lambda timer: timer.due_at)
        with self.guard:
            self.held |= {timer.id: timer.lease_until for timer in timers}
        late = max(((now - timer.due_at).total_seconds() for timer in timers), default=0)
        metrics.timers_late.labels(self.store.name).set(late)
        return timers

    def renew(self, now: datetime | None = None) -> None:
        """Keep what is in hand. A timer that somebody moved meanwhile is not ours any more and stays as it is."""
        now = now or datetime.now(UTC)
        table, until = self.table, now + LEASE
        with self.guard:
            if not self.held:
                return
            mine = table.c.id.in_(list(self.held)) & table.c.lease_until.in_(set(self.held.values()))
            with self.store.work(None, now=now) as work:
                kept = work.session.execute(update(table).where(mine).values(lease_until=until).returning(table.c.id))
                ids = list(kept.scalars())
            self.held |= dict.fromkeys(ids, until)

    def fire(self, timer: Timer, now: datetime | None = None) -> None:
        now = now or datetime.now(UTC)
        try:
            again = self.handlers[timer.kind](self.store, timer, now)
        except Exception as error:
            log.exception("timer %s failed", timer.kind)
            self.count(timer, "failed")
            seconds = spread(BACK_OFF[min(timer.tries, len(BACK_OFF)) - 1])
            self.settle(timer, now + timedelta(seconds=seconds), error=repr(error)[:500], tries=timer.tries)
        else:
            self.count(timer, "done")
            self.settle(timer, again, error=None, tries=0)

    def count(self, timer: Timer, result: str) -> None:
        """A timer that fired is a sign of life too: a round may be long when receivers are slow."""
        beat(self.store.name, "clock")
        metrics.timers_fired.labels(self.store.name, timer.kind.removeprefix(EVERY), result).inc()

    def settle(self, timer: Timer, again: datetime | None, *, error: str | None, tries: int) -> None:
        """Take the timer off, or put it on again; only while the lease is still ours and nobody moved it."""
        table = self.table
        with self.guard:
            leased = self.held.pop(timer.id, timer.lease_until)
        mine = (table.c.id == timer.id) & (table.c.lease_until == leased)
        with self.store.work(None) as work:
            if again is None:
                work.session.execute(delete(table).where(mine))
            else:
                freed = update(table).where(mine)
                work.session.execute(freed.values(due_at=again, lease_until=None, tries=tries, error=error))
