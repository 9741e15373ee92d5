"""Reading what an assignment is decided on: the site's people as the rules see them, and its clock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from services.dispatch.places.models import DEFAULT_ZONE, Site
from services.dispatch.staff.models import Staff
from services.dispatch.staff.queries import loads, serving
from services.dispatch.work_orders.models import WorkOrder

from .reasons import in_words
from .rules import Candidate, Job, Person, Shift, rank

AGAIN_MINUTES = 10


@dataclass(frozen=True)
class Bench:
    """The people of one site at one moment. Loads grow as orders are given away within the same transaction."""

    people: list[Person]
    cards: dict[UUID, dict]
    wall: datetime
    auto_assign: bool
    again_minutes: int

    def rank(self, order: WorkOrder) -> list[Candidate]:
        return rank(job_of(order), self.people, self.wall)


def job_of(order: WorkOrder) -> Job:
    gave_back = frozenset(held.staff_id for held in order.assignments if held.ended_by == "return")
    return Job(order.trade, order.priority, gave_back)


def read_bench(session, site_id: UUID, now: datetime) -> Bench:
    """Everybody who serves the site with shifts, certificates and load: few statements, however many orders."""
    site = session.scalars(select(Site).where(Site.site_id == site_id)).first()
    rules = site.settings.get("rules", {}) if site else {}
    staff = list(session.scalars(serving(frozenset([site_id]))))
    counted = loads(session, [person.id for person in staff])
    return Bench(
        people=[as_person(person, site_id, counted) for person in staff],
        cards={person.id: person.card() for person in staff},
        wall=now.astimezone(ZoneInfo(site.timezone if site else DEFAULT_ZONE)),
        auto_assign=rules.get("auto_assign") is not False,
        again_minutes=_minutes(rules.get("assign_again_minutes")),
    )


def _minutes(said) -> int:
    """A site's rules are free text to intake, so what is no sensible number here must not stop an order."""
    return said if type(said) is int and 1 <= said <= 1440 else AGAIN_MINUTES


def as_person(staff: Staff, site_id: UUID, counted: dict) -> Person:
    certificates: dict = {}
    for held in staff.certificates:
        certificates[held.kind] = max(held.valid_until, certificates.get(held.kind, held.valid_until))
    return Person(
        id=staff.id,
        code=staff.code,
        name=staff.name,
        login=staff.login,
        trades=tuple(staff.trades),
        certificates=certificates,
        shifts=tuple(Shift(frozenset(plan.weekdays), plan.start, plan.end) for plan in staff.shifts),
        on_duty=staff.on_duty,
        serves_site=any(place.at_site == site_id for place in staff.places),
        load=dict(counted.get(staff.id, {})),
    )


def candidates(session, order: WorkOrder, now: datetime) -> dict:
    """The bench ranked for this order, the reasons in words."""
    ranked = read_bench(session, order.site_id, now).rank(order)
    return {
        "items": [
            {
                "person": vars(c.person),
                "eligible": c.eligible,
                "barred": c.barred,
                "reasons_for": [in_words(reason) for reason in c.reasons_for],
                "reasons_against": [in_words(reason) for reason in c.reasons_against],
            }
            for c in ranked
        ]
    }
