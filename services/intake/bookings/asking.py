"""What the pages of bookings ask, in words (RD-20)."""

from services.intake.directory.page_forms import said
from services.intake.tickets.schemas import WithReason
from shared.web.pages import _
from shared.web.pages.forms import Ask, Step

from . import usecases
from .models import FacilityKind

BOOKING = (
    Ask("starts_at", lambda: _("From"), "moment", required=True),
    Ask("ends_at", lambda: _("Ends at"), "moment", required=True),
    Ask("for_name", lambda: _("Booked for"), required=True),
    Ask("unit", lambda: _("Unit, where it is a household")),
    Ask("phone", lambda: _("Phone"), longest=64),
    Ask("people", lambda: _("How many people"), "number"),
    Ask("purpose", lambda: _("What for"), longest=200),
)
FACILITY = (
    Ask("code", lambda: _("Code"), required=True, longest=32),
    Ask("name_zh", lambda: _("Name in Chinese"), required=True, longest=200),
    Ask("name_en", lambda: _("Name in English"), required=True, longest=200),
    Ask("kind", lambda: _("What it is"), "choice", lambda: said(FacilityKind), required=True),
    Ask("opens", lambda: _("Opens every day at"), required=True, longest=5, hint=lambda: _("such as 09:00")),
    Ask("closes", lambda: _("Closes at"), required=True, longest=5, hint=lambda: _("such as 21:00")),
    Ask("place", lambda: _("Where"), longest=200),
    Ask("capacity", lambda: _("Room for how many"), "number"),
    Ask("price_per_hour", lambda: _("Price per hour"), longest=12, hint=lambda: _("such as 80.00")),
    Ask("deposit", lambda: _("Deposit"), longest=12),
    Ask("cancel_hours", lambda: _("Free to cancel until so many hours before"), "number"),
    Ask("cancel_percent", lambda: _("Cancelled later: per cent of the price"), "number"),
)
STEPS = {
    "finish": Step(lambda: _("It took place"), usecases.finish_booking),
    "no-show": Step(lambda: _("Nobody came"), usecases.note_no_show),
    "cancel": Step(
        lambda: _("Cancel the booking"),
        usecases.cancel_booking,
        WithReason,
        (Ask("reason", lambda: _("Reason"), "area", required=True, longest=500),),
        aside=True,
    ),
}
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def hours_said(form) -> list[dict]:
    """The page asks for one span that holds every day; other hours are set by the program's door."""
    return [{"weekdays": EVERY_DAY, "from": form.get("opens", ""), "to": form.get("closes", "")}]
