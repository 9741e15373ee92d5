"""Events announced by intake: what came in, and the places and people it is about."""

from marshmallow import fields

from .contract import EventSchema, Part, promise
from .parts import Bilingual, Caller, Place, Quantity, instant, word


class Holder(Part):
    """A person of a household as money and work need it: a name, no address, no number."""

    person_id = fields.UUID(required=True)
    name = word(100, required=True)
    role = word(20, required=True)


class Contact(Part):
    person_id = fields.UUID(required=True)
    name = word(100, required=True)
    role = word(20, required=True)
    phone = word(20, allow_none=True, metadata={"description": "E.164"})
    email = word(254, allow_none=True)
    language = word(10, load_default="zh")
    channels = fields.List(word(20), load_default=list)
    opted_out = fields.Boolean(load_default=False)


@promise("intake.site.changed", readers=("dispatch", "billing", "notify"))
class SiteChanged(EventSchema):
    """A site's name, zone, hours or state changed; `version` grows, so an old one is recognised."""

    site_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    code = word(32, required=True)
    name = fields.Nested(Bilingual, required=True)
    timezone = word(64, required=True)
    currency = word(3, required=True)
    settings = fields.Dict(load_default=dict)


@promise("intake.unit.changed", readers=("dispatch", "billing", "notify"))
class UnitChanged(EventSchema):
    """A unit was added or its facts changed."""

    unit_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    code = word(64, required=True)
    label = word(200, required=True)
    building_id = fields.UUID(required=True)
    building_name = fields.Nested(Bilingual, required=True)
    floor = fields.Integer(allow_none=True)
    use = word(32, required=True)
    built_area = Quantity(allow_none=True)
    usable_area = Quantity(allow_none=True)
    active = fields.Boolean(load_default=True)


@promise("intake.household.changed", readers=("dispatch", "billing"))
class HouseholdChanged(EventSchema):
    """Who holds a unit changed: names and roles only (RF-6)."""

    household_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    unit_id = fields.UUID(required=True)
    people = fields.List(fields.Nested(Holder), required=True)


@promise("intake.household.contacts_changed", readers=("notify",))
class HouseholdContactsChanged(EventSchema):
    """How the people of a household are reached; announced apart so that only notify reads it (RF-6)."""

    household_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    unit_id = fields.UUID(required=True)
    people = fields.List(fields.Nested(Contact), required=True)


class TicketFacts(EventSchema):
    """What the readers of a ticket need to act on it."""

    ticket_id = fields.UUID(required=True)
    number = word(32, required=True)
    version = fields.Integer(required=True)
    kind = word(32, required=True)
    category = word(64, allow_none=True)
    category_name = fields.Nested(Bilingual, allow_none=True)
    trade = word(32, allow_none=True)
    follow_up = word(32, allow_none=True, metadata={"description": "return visit class: safety, leak, other (RV-1)"})
    priority = word(16, required=True)
    channel = word(20, required=True)
    place = fields.Nested(Place, required=True)
    caller = fields.Nested(Caller, required=True)
    description = word(2000, required=True)
    opened_at = instant(required=True)
    reopened_times = fields.Integer(load_default=0)


@promise("intake.ticket.opened", readers=("dispatch", "notify"))
class TicketOpened(TicketFacts):
    """A request was written down and now waits for somebody (RD-4)."""


@promise("intake.ticket.amended", readers=("dispatch", "notify"))
class TicketAmended(TicketFacts):
    """Facts of a ticket were corrected or completed; an unclassified one got its kind."""


class TicketEnd(EventSchema):
    ticket_id = fields.UUID(required=True)
    number = word(32, required=True)
    version = fields.Integer(required=True)
    reason = word(500, allow_none=True)


@promise("intake.ticket.cancelled", readers=("dispatch", "billing", "notify"))
class TicketCancelled(TicketEnd):
    """The customer withdrew the request, or it was declined with an explanation (RD-6)."""

    declined = fields.Boolean(load_default=False)


@promise("intake.ticket.closed", readers=("dispatch", "notify"))
class TicketClosed(TicketEnd):
    """A return visit, a public-area inspection or a recorded waiver ended the ticket (RW-7)."""

    by = word(32, required=True, metadata={"description": "return_visit, inspection, waiver"})


@promise("intake.ticket.reopened", readers=("dispatch", "notify"))
class TicketReopened(TicketEnd):
    """What was thought done is not: the ticket is open again and counted (RW-8)."""

    cause_id = fields.UUID(required=True, metadata={"description": "return visit or inspection that found it"})
    reopened_times = fields.Integer(required=True)


@promise("intake.ticket.merged", readers=("dispatch", "notify"))
class TicketMerged(TicketEnd):
    """A duplicate was joined to the ticket that stays."""

    into_id = fields.UUID(required=True)
    into_number = word(32, required=True)


@promise("intake.ticket.moved", readers=("notify",))
class TicketMoved(EventSchema):
    """Every change of a ticket's state, counted from 1 per ticket, for platforms that pushed it (RV-9)."""

    ticket_id = fields.UUID(required=True)
    number = word(32, required=True)
    sequence = fields.Integer(required=True)
    action = word(32, required=True)
    from_state = word(32, allow_none=True)
    to_state = word(32, required=True)
    reason = word(500, allow_none=True)
    at = instant(required=True)
    integration_id = fields.UUID(allow_none=True)
    external_id = word(200, allow_none=True)
