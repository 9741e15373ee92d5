"""Reading staff: who serves a site, and how much each has in hand."""

import json
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import selectinload

from services.dispatch.assignment.rules import known_trade
from services.dispatch.work_orders.models import ON_THE_WAY, WorkOrder
from shared.errors import found

from .models import Staff, StaffSite

WHOLE = (selectinload(Staff.certificates), selectinload(Staff.shifts), selectinload(Staff.places))


def serving(sites: frozenset[UUID] | None) -> Select:
    """Staff who serve at least one of these sites; None asks for everybody."""
    chosen = select(Staff).options(*WHOLE)
    if sites is None:
        return chosen
    return chosen.where(Staff.id.in_(select(StaffSite.staff_id).where(StaffSite.at_site.in_(sorted(sites)))))


def staff_list(sites: frozenset[UUID] | None, asked: dict) -> Select:
    chosen = serving(sites)
    if asked.get("site_id"):
        chosen = chosen.where(Staff.id.in_(select(StaffSite.staff_id).where(StaffSite.at_site == asked["site_id"])))
    if asked.get("trade"):
        word = json.dumps(known_trade(asked["trade"]))
        chosen = chosen.where(cast(Staff.trades, Text).contains(word, autoescape=True))
    if asked.get("on_duty") is not None:
        chosen = chosen.where(Staff.on_duty == asked["on_duty"])
    return chosen


def find_staff(session, staff_id: UUID) -> Staff:
    """Raises NotFound for a person who serves none of the sites of whoever asks (RO-1)."""
    return found(
        session.scalars(serving(session.principal.sites).where(Staff.id == staff_id)).first(),
        "person among the staff of your sites",
    )


def find_me(session) -> Staff | None:
    """The staff record of whoever asks, by the login they signed in with."""
    asking = session.principal
    return session.scalars(serving(asking.sites).where(Staff.login == asking.login)).first()


def loads(session, staff_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Live orders in hand per person and priority, with one statement."""
    counted = (
        select(WorkOrder.technician_id, WorkOrder.priority, func.count())
        .where(WorkOrder.technician_id.in_(sorted(staff_ids)), WorkOrder.state.in_(ON_THE_WAY))
        .group_by(WorkOrder.technician_id, WorkOrder.priority)
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for staff_id, priority, count in session.execute(counted):
        found[staff_id][priority] = count
    return found


def with_loads(session, people: list[Staff]) -> list[Staff]:
    """The same people, each with the number of orders in hand and the sites served."""
    counted = loads(session, [person.id for person in people])
    for person in people:
        person.load = sum(counted.get(person.id, {}).values())
        person.site_ids = [place.at_site for place in person.places]
    return people
