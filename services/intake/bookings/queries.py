"""Reading facilities and bookings: lists, a day, and what stands in the way of a span."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import matching
from shared.errors import found

from .models import Booking, BookingState, Facility

PAGE = (Booking.starts_at, Booking.id)
LONGEST = timedelta(days=1)  # no booking is longer, so nothing that began before is read


def facility_by_id(session, facility_id: UUID, *, locked: bool = False) -> Facility:
    """`locked` for whoever books: one after the other, each sees what the one before took."""
    wanted = select(Facility).where(Facility.id == facility_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "facility")


def booking_by_id(session, booking_id: UUID, *, locked: bool = False) -> Booking:
    wanted = select(Booking).where(Booking.id == booking_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "booking")


def facilities(asked: dict):
    return matching(select(Facility), asked, Facility, "site_id", "code", "kind", "active")


def bookings(asked: dict):
    wanted = matching(select(Booking), asked, Booking, "site_id", "facility_id", "unit_id", "number", "state")
    if asked.get("since"):
        wanted = wanted.where(Booking.ends_at > asked["since"], Booking.starts_at > asked["since"] - LONGEST)
    if asked.get("until"):
        wanted = wanted.where(Booking.starts_at < asked["until"])
    return wanted


def in_the_way(session, facility_id: UUID, starts_at: datetime, ends_at: datetime) -> list[Booking]:
    """What is booked within the span; where one ends the next may begin."""
    asked = {"facility_id": facility_id, "state": BookingState.BOOKED, "since": starts_at, "until": ends_at}
    return list(session.scalars(bookings(asked).order_by(*PAGE)))


def day_of_site(session, site_id: UUID, since: datetime, until: datetime) -> dict[UUID, list[Booking]]:
    """All that is booked or took place on a day, by facility."""
    found: dict[UUID, list[Booking]] = {}
    asked = {"site_id": site_id, "since": since, "until": until}
    wanted = bookings(asked).where(Booking.state != BookingState.CANCELLED).order_by(*PAGE)
    for booking in session.scalars(wanted):
        found.setdefault(booking.facility_id, []).append(booking)
    return found
