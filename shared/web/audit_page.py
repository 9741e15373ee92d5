"""The audit trail for people: who did what, to what, when and why, with what was before and after."""

from datetime import datetime

from flask import request
from marshmallow import ValidationError

from shared.audit import WHOLE_OPERATOR
from shared.audit.reading import READERS
from shared.contracts import all_contracts
from shared.errors import DomainError

from . import audit
from .current import principal, service
from .pages import Pages, _
from .pages.filters import zone
from .pages.naming import sites_by_id
from .schemas import paged

pages = Pages("audit", __name__)
SAME = ("action", "subject", "about_kind", "about_id", "site_id", "after")


@pages.get("/audit", allow=READERS)
def audit_list():
    problem = False
    try:
        asked = paged(audit.AuditQuery)().load(given())
        page = audit.listed(asked)
    except (ValidationError, ValueError, DomainError):
        problem, asked = True, {}
        page = audit.listed({})
    words = {"page": page, "asked": asked, "day": request.args.get("day", ""), "problem": problem}
    house = sorted({contract.producer for contract in all_contracts()}) if request.script_root else []
    words |= {"services": house, "own": service().name, "actions": audit.known_actions(), "sites": places()}
    return pages.render("audit/list.html", **words), 422 if problem else 200


def given() -> dict:
    """The filters in the address; a day ends at midnight of the site's zone."""
    asked = {name: value for name, value in request.args.items() if value and name in SAME}
    day = request.args.get("day")
    if not day:
        return asked
    midnight = datetime.strptime(day, "%Y-%m-%d").replace(hour=23, minute=59, second=59, tzinfo=zone())
    return asked | {"until": midnight.isoformat()}


def places() -> dict:
    whole = {WHOLE_OPERATOR: _("the whole operator")} if principal().may(None, *READERS) else {}
    return sites_by_id() | whole
