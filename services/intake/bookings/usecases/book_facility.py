"""A span is taken: of several who want it at one moment one gets it, the others hear by whom (RD-20)."""

from datetime import datetime, timedelta
from uuid import UUID

from services.intake.bookings.models import BOOKERS, Booking, BookingState
from services.intake.bookings.queries import facility_by_id, in_the_way
from services.intake.bookings.rules import check_span, price_of
from services.intake.chronicle.usecases import record_of_unit
from services.intake.directory.queries import find_site, find_unit_by_id
from shared.errors import BadInput, Conflict
from shared.ids import new_id

GRACE = timedelta(hours=2)  # after the end, in which the desk may say that nobody came


def book_facility(
    work, facility_id: UUID, starts_at: datetime, ends_at: datetime, unit_id: UUID | None = None, **facts
) -> Booking:
    facility = facility_by_id(work.session, facility_id, locked=True)
    work.principal.require(facility.site_id, *BOOKERS)
    site = find_site(work.session, facility.site_id)
    unit = find_unit_by_id(work.session, unit_id) if unit_id else None
    if unit is not None and unit.site_id != site.id:
        raise BadInput("This unit is of another site.", errors={"unit_id": ["A unit of this site is expected."]})
    if not facility.active:
        raise Conflict("This facility cannot be booked at present.", allowed=[])
    check_span(site, facility, starts_at, ends_at, work.now)
    _refuse_taken(work.session, facility, starts_at, ends_at)
    _refuse_crowd(facility, facts.get("people"))
    booking = Booking(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site.id,
        number=work.number("BK", site.id, zone=site.timezone),
        state=BookingState.BOOKED,
        facility_id=facility.id,
        facility_name=facility.name,
        starts_at=starts_at,
        ends_at=ends_at,
        unit_id=unit.id if unit else None,
        unit_code=unit.code if unit else None,
        price=price_of(facility.price_per_hour, starts_at, ends_at),
        price_per_hour=facility.price_per_hour,
        deposit=facility.deposit,
        free_until=starts_at - timedelta(hours=facility.cancel_hours),
        cancel_percent=facility.cancel_percent,
        booked_at=work.now,
        booked_by_name=work.principal.name,
        **facts,
    )
    work.session.add(booking)
    work.session.flush()
    work.timers.set("finish_booking", booking.id, ends_at + GRACE, site_id=site.id)
    record_of_unit(work, booking, "booking.made", number=booking.number)
    return booking


def _refuse_taken(session, facility, starts_at: datetime, ends_at: datetime) -> None:
    taken = in_the_way(session, facility.id, starts_at, ends_at)
    if taken:
        spans = [
            {"number": one.number, "from": one.starts_at.isoformat(), "to": one.ends_at.isoformat()} for one in taken
        ]
        raise Conflict(f"Taken by {', '.join(one.number for one in taken)}.", taken=spans, allowed=[])


def _refuse_crowd(facility, people: int | None) -> None:
    if people and facility.capacity and people > facility.capacity:
        said = f"At most {facility.capacity} people are expected."
        raise BadInput(said, errors={"people": [said]})
