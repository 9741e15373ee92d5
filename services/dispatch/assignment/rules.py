"""Who fits an order, with the reasons for and against, as pure arithmetic over people and one job (RW-2, RW-12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

URGENCY = {"emergency": 0, "urgent": 1, "normal": 2}
GENERAL, SERVICE = "general", "customer_service"
TRADE_OF_KIND = {"repair_unit": GENERAL, "repair_public": GENERAL, "emergency": GENERAL}
NOT_A_REPAIR = {SERVICE, "security", "cleaner", "gardener"}
CERTIFICATE_OF_TRADE = {"electrician": "electrician", "lift": "lift", "heights": "heights", "welding": "welding"}
SAME_WORD = {"electricity": "electrician", "electric": "electrician", "height": "heights", "welder": "welding"}
SAME_WORD |= {"plumbing": "plumber", "carpentry": "carpenter", "masonry": "mason", "elevator": "lift"}


@dataclass(frozen=True)
class Shift:
    """On these ISO weekdays (1 = Monday) from `start` to `end`; an end not after the start lies on the next day."""

    weekdays: frozenset[int]
    start: time
    end: time

    def covers(self, wall: datetime) -> bool:
        """Whether this shift runs at `wall`, a moment in the site's zone. The start counts, the end does not."""
        now, today, yesterday = wall.time(), wall.isoweekday(), (wall.isoweekday() - 2) % 7 + 1
        if self.start < self.end:
            return today in self.weekdays and self.start <= now < self.end
        return (today in self.weekdays and now >= self.start) or (yesterday in self.weekdays and now < self.end)


@dataclass(frozen=True)
class Job:
    """What an order asks of a person. `returned_by` already gave it back."""

    trade: str
    priority: str
    returned_by: frozenset[UUID] = frozenset()


@dataclass
class Person:
    """Somebody who might do it. `certificates` maps a kind to its last valid day; `load` a priority to live orders."""

    id: UUID
    code: str
    name: str
    login: str
    trades: tuple[str, ...]
    certificates: Mapping[str, date]
    shifts: tuple[Shift, ...]
    on_duty: bool
    serves_site: bool = True
    load: dict[str, int] = field(default_factory=dict)

    def burden(self, priority: str) -> tuple[int, int]:
        """Orders that come before one of this priority, then all: urgent work may pre-empt the rest (RW-2)."""
        before = sum(n for held, n in self.load.items() if urgency(held) <= urgency(priority))
        return before, sum(self.load.values())


@dataclass(frozen=True)
class Candidate:
    """`reasons_for` and `reasons_against` are {"code": …, "value": …}; `barred` says the law or the site forbids it."""

    person: Person
    eligible: bool
    barred: bool
    reasons_for: tuple[dict, ...]
    reasons_against: tuple[dict, ...]


BARS = {"certificate_missing", "certificate_expired", "not_at_site"}


def urgency(priority: str) -> int:
    return URGENCY.get(priority, URGENCY["normal"])


def known_trade(word: str) -> str:
    """The house's word for a trade or a certificate, whichever of its usual spellings was given."""
    word = word.strip().lower()
    return SAME_WORD.get(word, word)


def trade_for(ticket_kind: str, trade: str | None) -> str:
    """The trade an order goes to; enquiries, complaints and the like are the customer service's (RD-4)."""
    return known_trade(trade) if trade else TRADE_OF_KIND.get(ticket_kind, SERVICE)


def rank(job: Job, people: Iterable[Person], wall: datetime) -> list[Candidate]:
    """Everybody, the best first: those who may, then the least burdened, then by code so that the order is stable.

    `wall` is the present moment in the site's zone.
    """
    candidates = [weigh(job, person, wall) for person in people]
    return sorted(candidates, key=lambda c: _place(job, c))


def _place(job: Job, candidate: Candidate) -> tuple:
    person = candidate.person
    return (not candidate.eligible, len(candidate.reasons_against), *person.burden(job.priority), person.code)


def weigh(job: Job, person: Person, wall: datetime) -> Candidate:
    """One person against one job. Eligible is who has nothing against them."""
    findings = [
        _site(person),
        _trade(job, person),
        _certificate(job, person, wall.date()),
        _shift(person, wall),
        (person.on_duty, "on_duty" if person.on_duty else "off_duty", None),
        (True, "load", person.burden(job.priority)[0]),
    ]
    if person.id in job.returned_by:
        findings.append((False, "returned_it", None))
    good = tuple({"code": code, "value": value} for fits, code, value in filter(None, findings) if fits)
    bad = tuple({"code": code, "value": value} for fits, code, value in filter(None, findings) if not fits)
    return Candidate(person, not bad, any(reason["code"] in BARS for reason in bad), good, bad)


def _site(person: Person):
    return (True, "serves_site", None) if person.serves_site else (False, "not_at_site", None)


def _trade(job: Job, person: Person):
    if job.trade in person.trades:
        return True, "trade_fits", job.trade
    if job.trade == GENERAL and set(person.trades) - NOT_A_REPAIR:
        return True, "trade_general", person.trades[0]
    return False, "other_trade", ", ".join(person.trades) or "-"


def _certificate(job: Job, person: Person, today: date):
    """Nobody works outside their qualification (RW-12). Valid through its last day."""
    needed = CERTIFICATE_OF_TRADE.get(job.trade)
    if needed is None:
        return None
    valid_until = person.certificates.get(needed)
    if valid_until is None:
        return False, "certificate_missing", needed
    if valid_until < today:
        return False, "certificate_expired", f"{needed} {valid_until.isoformat()}"
    return True, "certificate_valid", f"{needed} {valid_until.isoformat()}"


def _shift(person: Person, wall: datetime):
    if not person.shifts:
        return True, "no_shift_plan", None
    covered = any(shift.covers(wall) for shift in person.shifts)
    return (True, "on_shift", None) if covered else (False, "off_shift", None)
