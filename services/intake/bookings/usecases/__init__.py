"""What can be done with facilities and bookings, one file per use case."""

from .book_facility import book_facility
from .end_booking import cancel_booking, finish_booking, finish_when_due, note_no_show
from .keep_facility import amend_facility, open_facility

__all__ = [
    "amend_facility",
    "book_facility",
    "cancel_booking",
    "finish_booking",
    "finish_when_due",
    "note_no_show",
    "open_facility",
]
