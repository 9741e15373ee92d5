"""Facilities are opened and amended by leaders; what was booked keeps the price and rule it was booked with (RD-20)."""

from uuid import UUID

from sqlalchemy import select

from services.intake.bookings.models import KEEPERS, Facility
from services.intake.directory.queries import find_site
from shared.audit import facts_of
from shared.errors import Conflict
from shared.ids import new_id

TOLD = ("price_per_hour", "deposit", "cancel_hours", "cancel_percent", "active")


def open_facility(work, site_id: UUID, code: str, hours: list[dict], **facts) -> Facility:
    work.principal.require(site_id, *KEEPERS)
    site = find_site(work.session, site_id)
    there = select(Facility.id).where(Facility.site_id == site_id, Facility.code == code)
    if work.session.scalar(there):
        raise Conflict(f"There is a facility {code} already.", allowed=["amend"])
    scope = {"id": new_id(), "operator_id": site.operator_id, "site_id": site_id}
    facility = Facility(**scope, code=code, hours=_plain(hours), **facts)
    work.session.add(facility)
    work.session.flush()
    work.audit("facility.opened", about=facility, after=facts_of(facility, "code", *TOLD))
    return facility


def amend_facility(work, facility: Facility, hours: list[dict] | None = None, **facts) -> Facility:
    work.principal.require(facility.site_id, *KEEPERS)
    before = facts_of(facility, *TOLD)
    if hours is not None:
        facility.hours = _plain(hours)
    for name, value in facts.items():
        setattr(facility, name, value)
    work.session.flush()
    work.audit("facility.amended", about=facility, before=before, after=facts_of(facility, *TOLD))
    return facility


def _plain(hours: list[dict]) -> list[dict]:
    """As the database keeps them, by the names of the wire."""
    return [{"weekdays": row["weekdays"], "from": row["from_"], "to": row["to"]} for row in hours]
