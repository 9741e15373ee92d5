"""Programs' doors to facilities and their bookings (RD-20)."""

from services.intake.tickets.schemas import WithReason
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, schemas, usecases
from .models import BOOKERS, KEEPERS, READERS, Facility

bookings = Room("bookings", __name__, description="Rooms and facilities, booked without overlap (RD-20)")


def take(step, booking_id, asked: dict):
    """One step on what its taker has seen."""
    with work() as w:
        booking = queries.booking_by_id(w.session, booking_id, locked=True)
        check_version(booking)
        return step(w, booking, **asked)


@bookings.get("/facilities", allow=READERS, query=schemas.FacilityQuery, answer=schemas.FacilityView, page=True)
def list_facilities(asked):
    with reading() as session:
        return keyset(session, queries.facilities(asked), (Facility.code, Facility.id), asked, descending=False)


@bookings.post("/facilities", allow=KEEPERS, body=schemas.OpenFacility, answer=schemas.FacilityView, status=201)
def open_facility(asked):
    with work() as w:
        return usecases.open_facility(w, **asked)


@bookings.patch(
    "/facilities/<uuid:facility_id>", allow=KEEPERS, body=schemas.AmendFacility, answer=schemas.FacilityView
)
def amend_facility(asked, facility_id):
    """What was booked keeps its price and its rule."""
    with work() as w:
        facility = queries.facility_by_id(w.session, facility_id, locked=True)
        check_version(facility)
        return usecases.amend_facility(w, facility, **asked)


@bookings.get("/bookings", allow=READERS, query=schemas.BookingQuery, answer=schemas.BookingView, page=True)
def list_bookings(asked):
    with reading() as session:
        return keyset(session, queries.bookings(asked), queries.PAGE, asked)


@bookings.post(
    "/bookings", allow=BOOKERS, body=schemas.BookFacility, answer=schemas.BookingView, status=201, idempotent=True
)
def book_facility(asked):
    """409 names what is in the way."""
    with work() as w:
        return usecases.book_facility(w, **asked)


@bookings.get("/bookings/<uuid:booking_id>", allow=READERS, answer=schemas.BookingView)
def show_booking(booking_id):
    with reading() as session:
        return queries.booking_by_id(session, booking_id)


@bookings.post("/bookings/<uuid:booking_id>/finish", allow=BOOKERS, answer=schemas.BookingView)
def finish_booking(booking_id):
    return take(usecases.finish_booking, booking_id, {})


@bookings.post("/bookings/<uuid:booking_id>/no-show", allow=BOOKERS, answer=schemas.BookingView)
def note_no_show(booking_id):
    return take(usecases.note_no_show, booking_id, {})


@bookings.post("/bookings/<uuid:booking_id>/cancel", allow=BOOKERS, body=WithReason, answer=schemas.BookingView)
def cancel_booking(asked, booking_id):
    return take(usecases.cancel_booking, booking_id, asked)
