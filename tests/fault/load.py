"""A platform that pushes without a pause and asks for nothing twice: whatever is not answered well is noted."""

import itertools
import threading
import time
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
import requests

from tests.end_to_end.conftest import eventually
from tests.fault.road import LONG


class Answer(NamedTuple):
    status: int  # 0: none came
    seconds: float
    retry_after: str | None
    code: str | None
    fault: str = ""


class Load:
    """`lines` callers at once until the block ends. Records are numbered anew for ever: each push is a new ticket."""

    def __init__(self, front, records, *, lines: int = 4):
        self.front, self.answers, self.over = front, [], threading.Event()
        self.todo, self.guard = numbered(records, front.platform.profile), threading.Lock()
        self.threads = [threading.Thread(target=self.push, daemon=True) for _ in range(lines)]

    def push(self) -> None:
        while not self.over.is_set():
            with self.guard:
                record = next(self.todo)
            began = time.monotonic()
            try:
                answer = self.front.push_once(record)
                said = (answer.headers.get("Retry-After"), None if answer.ok else answer.json().get("code"))
                self.answers.append(Answer(answer.status_code, time.monotonic() - began, *said))
            except (requests.RequestException, ValueError) as fault:
                self.answers.append(Answer(0, time.monotonic() - began, None, None, repr(fault)))

    def more(self, count: int, *statuses: int) -> None:
        """Wait until so many more were answered so."""
        before = len(self.answers)
        eventually(lambda: sum(a.status in (statuses or (200, 201)) for a in self.answers[before:]) >= count, LONG)

    def failed(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.status not in (200, 201)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(LONG)


def numbered(records, profile):
    (name, *_) = profile["external_id"]
    for number, record in enumerate(itertools.cycle(records)):
        yield {**record, name: f"load-{number}"}


@contextmanager
def held(store, table: str):
    """Whoever wants to write this table waits until the block ends; yields who waits, asked anew each time."""
    url = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    waiters = (
        "SELECT count(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation WHERE relname = %s AND NOT granted"
    )
    with psycopg.connect(url) as holder, psycopg.connect(url, autocommit=True) as watcher:
        holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield lambda: watcher.execute(waiters, (table,)).fetchone()[0]
        holder.rollback()
