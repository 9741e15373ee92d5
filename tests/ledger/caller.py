"""Callers that behave as call-centre platforms do: many at once, repeating themselves, out of order, impatient."""

import contextlib
import itertools
import json
import random
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import requests

from embedded.demo.platform import Platform
from embedded.demo.profiles import external_id_of

from .book import ACCEPTED, UNKNOWN, Book

AGAIN = (429, 500, 502, 503, 504)
LONGEST_PAUSE = 1.0
BEYOND = ("status", "line")  # what only a line of a batch says


class Parcel(NamedTuple):
    """What is sent at once. `hurry` is how long the caller waits before it hangs up, None for a patient one."""

    records: list[dict]
    batch: bool
    hurry: float | None


class Callers:
    """`lines` connections at once. Every choice is the dice's and made beforehand; what is not answered is sent again,
    signed anew, until it is or the patience is over (`unanswered`)."""

    def __init__(self, url, integration: dict, book: Book, dice: random.Random, *, profile: dict, **manner):
        self.become(Platform(url, integration, profile), book, dice, **manner)

    @classmethod
    def of(cls, platform: Platform, book: Book, dice: random.Random, **manner) -> "Callers":
        """Callers of a platform that is connected already."""
        callers = cls.__new__(cls)
        callers.become(platform, book, dice, **manner)
        return callers

    def become(
        self, platform: Platform, book: Book, dice: random.Random, *, lines: int = 8, repeats: float = 0.3,
        batches: float = 0.1, impatient: float = 0.1, patience: float = 120,
    ) -> None:  # fmt: skip
        self.platform = platform
        self.book, self.dice, self.lines, self.patience = book, dice, lines, patience
        self.repeats, self.batches, self.impatient = repeats, batches, impatient
        self.here, self.over = threading.local(), threading.Event()
        self.unanswered: list[str] = []
        self.sent = itertools.count(1)
        self.requests = 0  # how many were sent so far

    def plan(self, records: list[dict]) -> list[Parcel]:
        """Each record and some of them again (`repeats` of all that is sent), shuffled, single or in batches."""
        again = round(len(records) * self.repeats / (1 - self.repeats))
        todo = [*records, *(self.dice.choice(records) for _ in range(again))]
        self.dice.shuffle(todo)
        parcels = []
        while todo:
            batch = self.dice.random() < self.batches
            size = self.dice.randint(2, 20) if batch else 1
            hurry = self.dice.uniform(0.001, 0.05) if self.dice.random() < self.impatient else None
            parcels.append(Parcel(todo[:size], batch, hurry))
            del todo[:size]
        return parcels

    def push_all(self, records: list[dict]) -> None:
        """From all lines at once, until everything is answered."""
        with self.pushing(self.plan(records)) as pushing:
            pushing.result()

    @contextlib.contextmanager
    def pushing(self, plan: list[Parcel]) -> Iterator[Future]:
        """Meanwhile something else may happen; what is given is done when everything is answered."""
        with ThreadPoolExecutor(self.lines + 1, thread_name_prefix="caller") as lines:
            yield lines.submit(lambda: list(lines.map(self.push, plan)))

    def push(self, parcel: Parcel) -> None:
        """Until it is answered: a time-out is no answer, nor is "come back later"."""
        hurry, pauses = parcel.hurry, pauses_until(self.patience)
        while self.send(parcel, hurry) in (UNKNOWN, *AGAIN) and not self.over.is_set():
            hurry, pause = None, next(pauses, None)
            if pause is None:
                self.unanswered += [self.key_of(record) for record in parcel.records]
                return
            self.over.wait(pause)

    def send(self, parcel: Parcel, seconds: float | None = None) -> int:
        """One request, noted before and after; returns its status."""
        body = {"records": parcel.records} if parcel.batch else parcel.records[0]
        raw = json.dumps(body, ensure_ascii=False)
        numbers = [self.book.attempt(self.key_of(record), batch=parcel.batch) for record in parcel.records]
        self.requests = next(self.sent)
        status, told = self.ask("/pushes/batch" if parcel.batch else "/pushes", raw, seconds)
        lines = told.get("lines") if parcel.batch and status in ACCEPTED else None
        for number, line in zip(numbers, lines or [told] * len(numbers), strict=True):
            said = {name: value for name, value in line.items() if name not in BEYOND} if lines else line
            self.book.answer(number, line["status"] if lines else status, said)
        return status

    def ask(self, path: str, raw: str, seconds: float | None) -> tuple[int, dict]:
        address = self.platform.door.address_of(self.platform.path + path)
        try:
            signed = self.platform.signature(raw)
            with self.session().post(address, data=raw.encode(), headers=signed, timeout=seconds or 30) as answer:
                return answer.status_code, answer.json() if answer.content else {}
        except (requests.RequestException, ValueError):
            return UNKNOWN, {}

    def session(self) -> requests.Session:
        if not hasattr(self.here, "session"):
            self.here.session = requests.Session()
            self.here.session.trust_env = False
        return self.here.session

    def key_of(self, record: dict) -> str:
        return external_id_of(record, self.platform.profile) or "(none)"


def pauses_until(patience: float) -> Iterator[float]:
    """Longer and longer, `patience` seconds in all."""
    pause, spent = 0.05, 0.0
    while spent < patience:
        yield pause
        spent, pause = spent + pause, min(LONGEST_PAUSE, pause * 2)
