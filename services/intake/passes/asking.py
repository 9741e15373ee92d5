"""What the pages of passes ask, in words; and how a unit and a list of things are read (RD-13, RD-15)."""

import re
from uuid import UUID

from services.intake.directory.page_forms import said
from services.intake.directory.queries import find_unit
from services.intake.tickets.schemas import WithReason
from shared.errors import BadInput
from shared.web.pages import _
from shared.web.pages.forms import Ask, Step

from . import schemas, usecases
from .models import ConsentHow, Purpose

COUNTED = re.compile(r"^(?P<name>.+?)(?:\s*[x×*]\s*|\s+)(?P<quantity>\d{1,4})$")


def unit_said(session, site_id: UUID, typed: str | None) -> str:
    """The unit however it was written. Raises BadInput for `unit` when no unit, or several, are written like that."""
    unit = find_unit(session, site_id, (typed or "").strip())
    if unit is None:
        raise BadInput(_("No unit of this site is written like that."), errors={"unit": [_("A unit of this site.")]})
    return str(unit.id)


def things_said(text: str) -> list[dict]:
    """A thing a line, with how many at its end: 沙发 2, TV x 1, fridge."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        counted = COUNTED.match(line)
        name, quantity = (counted["name"], int(counted["quantity"])) if counted else (line, 1)
        found.append({"name": name, "quantity": quantity})
    return found


NEW = (
    Ask("unit", lambda: _("Unit"), required=True),
    Ask("purpose", lambda: _("What for"), "choice", lambda: said(Purpose), required=True),
    Ask(
        "items",
        lambda: _("What leaves"),
        "area",
        required=True,
        longest=5000,
        hint=lambda: _("One thing a line, how many at its end: sofa 2"),
    ),
    Ask("valid_from", lambda: _("Holds from (empty: now)"), "moment"),
    Ask("valid_until", lambda: _("Holds until (empty: the usual time)"), "moment"),
    Ask("carrier_name", lambda: _("Who carries it out")),
    Ask("carrier_phone", lambda: _("Their phone"), longest=64),
    Ask("plate", lambda: _("Number plate"), longest=32),
    Ask("remark", lambda: _("Remark"), "area", longest=500),
)
REASON = Ask("reason", lambda: _("Reason"), "area", required=True, longest=500)


def steps_with(owners) -> dict[str, Step]:
    """`owners` of the unit's file are offered by name."""
    who = Ask("person_id", lambda: _("Owner on file"), "choice", lambda: [(one.id, one.name) for one in owners])
    other = Ask("name", lambda: _("Somebody else, in writing"))
    how = Ask("how", lambda: _("How they said yes"), "choice", lambda: said(ConsentHow), required=True)
    asks = (who, how, other) if owners else (other, how)
    confirm = Step(lambda: _("The owner said yes: issue"), usecases.confirm_pass, schemas.ConfirmPass, asks)
    cancel = Step(lambda: _("Take the pass back"), usecases.cancel_pass, WithReason, (REASON,), aside=True)
    return {"confirm": confirm, "cancel": cancel}
