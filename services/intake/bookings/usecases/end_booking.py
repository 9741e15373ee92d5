"""A booking ends: it took place, nobody came, or it was cancelled, in time or late; the fee goes to billing (RD-20)."""

from decimal import Decimal

from services.intake.bookings.models import NOTHING, Booking, BookingState
from services.intake.bookings.rules import fee_when_cancelled, hours_of
from services.intake.chronicle.usecases import record_of_unit
from shared.contracts.intake_bookings import BookingCharged
from shared.ids import new_id


def finish_booking(work, booking: Booking) -> Booking:
    booking.move("finish", work.principal, work.now)
    return _end(work, booking, booking.price)


def note_no_show(work, booking: Booking) -> Booking:
    """Nobody came: the room stood ready, and is paid."""
    booking.move("no-show", work.principal, work.now)
    return _end(work, booking, booking.price, "not_used")


def cancel_booking(work, booking: Booking, reason: str) -> Booking:
    """Until its time runs out it costs nothing, later the share agreed on; once begun it is not cancelled any more."""
    booking.move("cancel", work.principal, work.now, reason=reason)
    return _end(work, booking, fee_when_cancelled(booking, work.now), reason)


def finish_when_due(work, booking: Booking | None) -> None:
    """After its end, when nobody said otherwise, it took place."""
    if booking is not None and booking.state is BookingState.BOOKED:
        finish_booking(work, booking)


def _end(work, booking: Booking, fee: Decimal, reason: str | None = None) -> Booking:
    booking.fee, booking.end_reason = fee, reason
    booking.ended_at, booking.ended_by_name = work.now, work.principal.name
    work.timers.cancel("finish_booking", booking.id)
    if fee > NOTHING:
        booking.charge_id = new_id()
        _charge(work, booking)
    work.session.flush()
    work.audit(f"booking.{booking.state}", about=booking, after={"fee": fee}, because=reason)
    record_of_unit(work, booking, f"booking.{booking.state}", number=booking.number, reason=reason)
    return booking


def _charge(work, booking: Booking) -> None:
    said = {"number": booking.number, "unit_id": booking.unit_id, "unit_code": booking.unit_code}
    said |= {"booking_id": booking.id, "charge_id": booking.charge_id, "payer": booking.for_name, "at": work.now}
    line = line_of(booking)
    work.announce(BookingCharged, about=booking.id, site_id=booking.site_id, **said, lines=[line], amount=booking.fee)


def line_of(booking: Booking) -> dict:
    """hours × price, or one late cancellation: either way the line explains itself (RB-1)."""
    name = {language: f"{said} {booking.number}"[:200] for language, said in booking.facility_name.items()}
    facts = {"code": "BOOKING", "name": name, "kind": "booking", "amount": booking.fee}
    if booking.fee == booking.price:
        return {
            **facts,
            "unit": "hour",
            "quantity": hours_of(booking.starts_at, booking.ends_at),
            "price": booking.price_per_hour,
        }
    return {**facts, "code": "BOOKING-CANCELLED", "unit": "time", "quantity": Decimal(1), "price": booking.fee}
