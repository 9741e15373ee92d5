"""What the list's page asks for: saved views, and the filters that read as a sentence (console.md §4)."""

from datetime import date, datetime, time, timedelta

from shared.errors import BadInput
from shared.web.pages import _
from shared.web.pages.filters import zone

from .states import LIVE

LIVE_WORDS = ",".join(LIVE)
SHOWN = {"site_id", "kind", "category", "state", "text"}  # what the sentence of filters can say by itself
DAYS = {"from_day": ("opened_from", 0), "to_day": ("opened_before", 1)}
OF_THE_PAGE = ("view", "lang")


def views(now) -> list[tuple[str, str, dict]]:
    """The saved views: (key, words, what they ask for)."""
    return [
        ("mine", _("Mine"), {"owner": "me", "state": LIVE_WORDS}),
        ("today", _("Due today"), {"due_before": midnight(now.astimezone(zone()).date(), 1)}),
        ("waiting", _("Waiting"), {"state": "waiting"}),
        ("complaints", _("Complaints"), {"kind": "complaint"}),
        ("unclassified", _("Unclassified"), {"unclassified": "true"}),
        ("all", _("All"), {}),
    ]


def midnight(day: date, days: int) -> str:
    return datetime.combine(day + timedelta(days=days), time(), zone()).isoformat()


def given_in(args) -> dict[str, str]:
    """The filters as they stand in the address."""
    return {name: value for name, value in args.items() if value and name not in OF_THE_PAGE}


def in_moments(given: dict) -> dict:
    """Days of the site's calendar as moments, the last one included. Raises BadInput."""
    asked = {name: value for name, value in given.items() if name not in DAYS}
    for name, (moment, days) in DAYS.items():
        if name in given:
            try:
                asked[moment] = midnight(date.fromisoformat(given[name]), days)
            except (ValueError, OverflowError):
                said = [_("A day such as 2026-11-22 is expected.")]
                raise BadInput(_("Something in the form is not right."), errors={name: said}) from None
    return asked
