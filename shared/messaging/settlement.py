"""What becomes of arrived events: handled once, parked for another try, or buried with the reason."""

import hashlib
import logging
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared import metrics, tracing
from shared.errors import ContractBroken, DomainError
from shared.principal import Principal

from . import inbox, parked
from .envelope import Envelope
from .handlers import Answers, Event

AWAY = (OperationalError, InterfaceError, PoolTimeout)
TOO_MUCH = "54"  # the class of PostgreSQL's "program limit exceeded": such an event never fits, however long we wait
NOBODY = UUID(int=0)
AT_ONCE = 50  # retries in one go, so that new events are not kept waiting

log = logging.getLogger(__name__)


class ReadersDied(Exception):
    """An event whose readers ended again and again before they could settle it: perhaps it kills them."""


@dataclass(frozen=True)
class Arrival:
    envelope: Envelope
    event: Event
    body: str


class Settlement:
    """Settles events for one service, whatever carried them here."""

    def __init__(self, store, answers: Answers):
        self.store = store
        self.answers = answers
        self.inbox = store.table("inbox")
        self.parked = store.table("parked_events")
        self.any_parked = True  # as far as we know; spares almost every transaction a statement

    def handle_all(self, bodies: list[str], now: datetime) -> None:
        """When this returns every event is handled, parked or buried, and committed; the messages may be acknowledged.

        Raises only when the database is away: then nothing is acknowledged and all of them come again.
        """
        arrivals = [arrival for body in bodies if (arrival := self.open(body, now))]
        if len(arrivals) > 1:
            try:
                return self.handle(arrivals, now)
            except Exception as error:
                if is_away(error):
                    raise
                log.info("a batch of %d goes one by one: %s", len(arrivals), type(error).__name__)
        for arrival in arrivals:
            self.handle_one(arrival, now)

    def open(self, body: str, now: datetime) -> Arrival | None:
        """Read an event; what no promise covers is buried at once."""
        envelope = None
        try:
            envelope = Envelope.read(body)
            return Arrival(envelope, self.answers.read(envelope), body)
        except ContractBroken as error:
            self.park(envelope or _unreadable(body, now), body, error, now, hopeless=True)
            return None

    def set_aside(self, body: str, why: ReadersDied, now: datetime) -> None:
        """To the park, untried: there it is tried alone, and every try is counted before it is made."""
        if arrival := self.open(body, now):
            self.park(arrival.envelope, body, why, now, hopeless=False)

    def handle_one(self, arrival: Arrival, now: datetime) -> None:
        try:
            self.handle([arrival], now)
        except Exception as error:
            if is_away(error):
                raise
            hopeless = isinstance(error, DomainError) and not error.may_pass
            self.park(arrival.envelope, arrival.body, error, now, hopeless=hopeless)

    def handle(self, arrivals: list[Arrival], now: datetime) -> None:
        """Claim and effect in one transaction. Raises what a handler raised; then nothing of it stands."""
        first = arrivals[0].envelope
        with self.store.work(Principal.system(first.operator_id, first.site_id), now=now) as work:
            fresh = inbox.claim(work.session, self.inbox, [a.envelope for a in arrivals], now)
            todo = list({a.event.id: a for a in arrivals if a.event.id in fresh}.values())
            for (key, _scope), run in groupby(todo, key=_same_kind):
                self.answer(work, key, list(run))
            if self.any_parked:
                parked.unpark(work.session, self.parked, [a.event.id for a in arrivals])
        for arrival in todo:
            metrics.events_handled.labels(self.store.name, arrival.event.name).inc()

    def answer(self, work, routing_key: str, run: list[Arrival]) -> None:
        first = run[0].envelope
        work.act_for(Principal.system(first.operator_id, first.site_id), first)
        clock = metrics.handler_seconds.labels(self.store.name, run[0].event.name)
        with tracing.follow(first.traceparent), clock.time():
            self.answers.give(work, routing_key, [arrival.event for arrival in run])

    def park(self, envelope, body: str, error: Exception, now: datetime, *, hopeless: bool) -> None:
        self.any_parked = True  # before: a commit whose answer was lost has parked it all the same
        with self.store.work(None, now=now) as work:
            state = parked.park(work.session, self.parked, envelope, body, error, now, hopeless=hopeless)
        metrics.events_parked.labels(self.store.name, state).inc()
        level = logging.ERROR if state == "dead" else logging.INFO
        log.log(level, "event %s %s is %s: %s", envelope.routing_key, envelope.id, state, type(error).__name__)

    def retry_due(self, now: datetime) -> int:
        """Try again what was parked and is due, one by one; returns how many were tried."""
        with self.store.reading(None) as session:
            self.any_parked = parked.any_waiting(session, self.parked)
        for tried in range(AT_ONCE if self.any_parked else 0):
            with self.store.work(None, now=now) as work:
                body = parked.claim_due(work.session, self.parked, now)
            if body is None:
                return tried
            metrics.events_retried.labels(self.store.name).inc()
            if arrival := self.open(body, now):
                self.handle_one(arrival, now)
        return AT_ONCE if self.any_parked else 0

    def ask_database(self) -> None:
        """Raises when it is away."""
        with self.store.reading(None) as session:
            session.execute(text("SELECT 1"))

    def put_aside(self) -> dict[str, int]:
        """How many events are parked, by state."""
        with self.store.reading(None) as session:
            return parked.counted(session, self.parked)


def is_away(error: Exception) -> bool:
    """Whether the database cannot be asked now, so that waiting helps."""
    said = getattr(error, "orig", None)
    too_much = (getattr(said, "sqlstate", None) or "").startswith(TOO_MUCH)
    no_sense = getattr(said, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR  # a statement of ours that is wrong
    return isinstance(error, AWAY) and not too_much and not no_sense


def _same_kind(arrival: Arrival) -> tuple:
    envelope = arrival.envelope
    return envelope.routing_key, (envelope.operator_id, envelope.site_id)


def _unreadable(body: str, now: datetime) -> Envelope:
    """A stand-in for what could not be read, the same each time it comes."""
    digest = hashlib.sha256(body.encode("utf-8", "backslashreplace")).digest()[:16]
    return Envelope(UUID(bytes=digest), "unreadable", "", NOBODY, None, now, {}, "")
