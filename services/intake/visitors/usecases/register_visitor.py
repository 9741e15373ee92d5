"""Somebody is announced by the household, or stands at the gate and the guard asks the desk (RD-11)."""

from datetime import datetime, timedelta
from uuid import UUID

from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.visitors.models import DESK, GATE, Visitor, VisitorState
from services.intake.visitors.site_rules import rules_of
from shared.contracts.intake_gate import VisitorArrived
from shared.errors import BadInput
from shared.ids import new_id


def register_visitor(
    work,
    site_id: UUID,
    unit_id: UUID | None = None,
    host_name: str | None = None,
    expected_from: datetime | None = None,
    expected_until: datetime | None = None,
    **facts,
) -> Visitor:
    """With a time to come it is announced, which the desk does; without one they stand here and wait."""
    announced = bool(expected_from or expected_until)
    work.principal.require(site_id, *(DESK if announced else GATE))
    site = find_site(work.session, site_id)
    unit = find_unit_by_id(work.session, unit_id) if unit_id else None
    if unit is None and not host_name or unit and unit.site_id != site_id:
        raise BadInput("Say whom the visit is for.", errors={"unit_id": ["A unit of this site, or host_name."]})
    visitor = Visitor(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site_id,
        number=work.number("V", site_id, zone=site.timezone),
        state=VisitorState.EXPECTED if announced else VisitorState.AT_GATE,
        unit_id=unit.id if unit else None,
        unit_code=unit.code if unit else None,
        host_name=host_name,
        registered_at=work.now,
        registered_by_name=work.principal.name,
        contacts=0,
        **facts,
    )
    if announced:
        _expect(work, visitor, expected_from, expected_until, rules_of(site)["expected_hours"])
    else:
        visitor.asked_at = work.now
    work.session.add(visitor)
    work.session.flush()
    if not announced:
        tell_host(work, visitor)
    return visitor


def _expect(work, visitor: Visitor, since: datetime | None, until: datetime | None, hours: int) -> None:
    visitor.expected_from = since or work.now
    visitor.expected_until = until or visitor.expected_from + timedelta(hours=hours)
    if visitor.expected_until <= max(work.now, visitor.expected_from):
        said = "A later moment is expected."
        raise BadInput("The visit would be over before it begins.", errors={"expected_until": [said]})
    work.timers.set("miss_visitor", visitor.id, visitor.expected_until, site_id=visitor.site_id)


def arrive(work, visitor: Visitor) -> Visitor:
    """Announced, and yet the household wants to be asked at the gate."""
    visitor.move("arrive", work.principal)
    visitor.asked_at = work.now
    work.timers.cancel("miss_visitor", visitor.id)
    work.session.flush()
    tell_host(work, visitor)
    return visitor


def tell_host(work, visitor: Visitor) -> None:
    """The household hears it by message too; a host who belongs to no unit is rung by the desk alone."""
    if visitor.unit_id is None:
        return
    work.announce(
        VisitorArrived,
        about=visitor.id,
        site_id=visitor.site_id,
        visitor_id=visitor.id,
        number=visitor.number,
        unit_id=visitor.unit_id,
        unit_code=visitor.unit_code,
        visitor=visitor.name,
        purpose=visitor.purpose,
        at=work.now,
    )
