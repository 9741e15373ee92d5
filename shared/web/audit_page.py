"""The audit trail for people: who did what, to what, when and why, with what was before and after."""

from datetime import datetime, timedelta

from flask import request
from marshmallow import ValidationError

from shared.audit import WHOLE_OPERATOR
from shared.audit.reading import READERS
from shared.errors import DomainError

from . import audit
from .current import principal
from .pages import Pages, _
from .pages.filters import zone
from .pages.naming import sites_by_id
from .pages.navigation import mounted
from .schemas import paged

pages = Pages("audit", __name__)
SAME = ("action", "subject", "about_kind", "about_id", "site_id", "after")


@pages.get("/audit", allow=READERS)
def audit_list():
    problem = False
    try:
        asked = paged(audit.AuditQuery)().load(given())
        page = audit.listed(asked)
    except (ValidationError, ValueError, OverflowError, DomainError):
        problem, asked = True, {}
        page = audit.listed({})
    words = {"page": page, "asked": asked, "day": request.args.get("day", ""), "problem": problem}
    words |= {"actions": audit.known_actions(), "sites": places(), **mounted()}
    return pages.render("audit/list.html", **words), 422 if problem else 200


def given() -> dict:
    """The filters in the address; a day ends where the next one begins in the site's zone."""
    asked = {name: value for name, value in request.args.items() if value and name in SAME}
    day = request.args.get("day")
    if not day:
        return asked
    next_day = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=zone()) + timedelta(days=1)
    return asked | {"until": next_day.isoformat()}


def places() -> dict:
    whole = {WHOLE_OPERATOR: _("the whole operator")} if principal().may(None, *READERS) else {}
    return sites_by_id() | whole
