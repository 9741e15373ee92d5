"""What a site may decide about incidents, among its rules; the operating rules are only the defaults."""

from services.intake.directory.site_settings import own_rules
from services.intake.tickets.states import TicketKind
from shared.web import fields
from shared.web.schemas import In

KINDS = [TicketKind.REPAIR_UNIT, TicketKind.REPAIR_PUBLIC, TicketKind.EMERGENCY, TicketKind.ENQUIRY]
DEFAULTS = {
    "tickets": 3,
    "minutes": 60,
    "alike": "object",
    "kinds": [str(kind) for kind in KINDS],
    "expected_hours": 4,
}


class IncidentRules(In):
    """A burst is so many alike from one building within so many minutes; 0 tickets: never proposed."""

    tickets = fields.Whole(min=0, max=1000)
    minutes = fields.Whole(min=1, max=7 * 24 * 60)
    alike = fields.String(validate=fields.OneOf(["category", "object", "trade"]))
    kinds = fields.List(fields.Choice(TicketKind), validate=fields.Length(min=1))
    expected_hours = fields.Whole(min=1, max=30 * 24)


def rules_of(site) -> dict:
    """The site's own over the defaults; what cannot be read leaves the default in force."""
    own, _faults = own_rules(site, "incidents", IncidentRules())
    return DEFAULTS | own
