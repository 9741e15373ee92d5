"""The form of a call as shapes: what comes from the page, and what programs send for a card."""

from services.intake.tickets.schemas import CallerGiven
from services.intake.tickets.states import Channel, Level, Priority, TicketKind
from shared.ids import new_id
from shared.web import fields
from shared.web.schemas import In, Out, PageQuery, Query


class Answers(Query):
    """The page's form; an empty field is one that was not answered."""

    site_id = fields.Id()
    phone = fields.Text(max=64, lines=False)
    where = fields.Text(max=500, lines=False)
    name = fields.Text(max=100, lines=False)
    category = fields.Text(max=200, lines=False)
    description = fields.Text(max=2000)
    complained_about = fields.Text(max=100, lines=False)
    entry_id = fields.Id(load_default=new_id)
    asked = fields.Flag(load_default=False)
    new_anyway = fields.Flag(load_default=False)
    join = fields.Id(load_default=None)
    phone_call = fields.Id(load_default=None)
    incident = fields.Id(load_default=None)
    agent_number = fields.Text(max=32, lines=False, load_default=None)
    answer_seconds = fields.Whole(min=0, max=3600, load_default=None)
    read_back = fields.Flag(load_default=False)
    note = fields.Text(max=500, load_default="")
    channel = fields.Choice(Channel, load_default=Channel.PHONE)
    kind = fields.Choice(TicketKind)
    priority = fields.Choice(Priority)
    level = fields.Choice(Level)


class AskCard(In):
    site_id = fields.Id(required=True)
    phone = fields.Text(max=64)
    where = fields.Text(max=500, lines=False)
    category = fields.Text(max=200, lines=False)
    description = fields.Text(max=2000)


class AddCall(In):
    """Another call about a ticket (RD-2)."""

    ticket_id = fields.Id(required=True)
    description = fields.Text(max=2000, load_default="")
    caller = fields.Nested(CallerGiven)
    agent_number = fields.Text(max=32)
    answer_seconds = fields.Whole(min=0, max=3600)
    read_back = fields.Flag()


class CallQuery(PageQuery):
    ticket_id = fields.Id()


class CallView(Out):
    id = fields.Id()
    ticket_id = fields.Id()
    caller_name = fields.String(allow_none=True)
    caller_phone = fields.String(allow_none=True)
    description = fields.String()
    agent_name = fields.String(allow_none=True)
    agent_number = fields.String(allow_none=True)
    answer_seconds = fields.Whole(allow_none=True)
    read_back = fields.Flag()
    at = fields.Instant()


class WriteNote(In):
    site_id = fields.Id(required=True)
    phone = fields.Text(max=64)
    unit_id = fields.Id()
    text = fields.Text(max=500, required=True)


class NoteView(Out):
    id = fields.Id()
    site_id = fields.Id()
    phone = fields.String(allow_none=True)
    unit_id = fields.Id(allow_none=True)
    text = fields.String()
    by_name = fields.String()
    at = fields.Instant()
    ended_at = fields.Instant(allow_none=True)


class PersonOnCard(Out):
    name = fields.String()
    role = fields.String()
    rings = fields.Flag(metadata={"description": "The number is theirs"})
    phones = fields.List(fields.Dict(), metadata={"description": "Masked; read the file for the numbers (RF-6)"})


class FileOnCard(Out):
    household_id = fields.Id(attribute="id")
    unit_code = fields.String()
    people = fields.List(fields.Nested(PersonOnCard))


class TicketOnCard(Out):
    id = fields.Id()
    number = fields.String()
    state = fields.String()
    kind = fields.String()
    description = fields.String()
    opened_at = fields.Instant()
    score = fields.Field(allow_none=True)


class IncidentOnCard(Out):
    """One cause many call about: what the caller can be told at once (RD-17)."""

    id = fields.Id()
    number = fields.String()
    description = fields.String()
    building_name = fields.Dict(allow_none=True)
    expected_at = fields.Instant(allow_none=True)
    message = fields.String(allow_none=True)


class Arrears(Out):
    bills = fields.Whole()
    amount = fields.Money()


class VisitOnCard(Out):
    at = fields.Instant()
    kind = fields.String()
    facts = fields.Dict()


class CardView(Out):
    """What the desk sees of a caller; null for arrears: nobody told."""

    unit_id = fields.Id(allow_none=True, attribute="draft.unit.id")
    files = fields.List(fields.Nested(FileOnCard))
    tickets = fields.List(fields.Nested(TicketOnCard))
    emergencies = fields.List(fields.Nested(TicketOnCard), metadata={"description": "Going on at the site now"})
    incidents = fields.List(fields.Nested(IncidentOnCard), metadata={"description": "Outages at this place now"})
    arrears = fields.Nested(Arrears, allow_none=True)
    visit = fields.Nested(VisitOnCard, allow_none=True)
    notes = fields.List(fields.Nested(NoteView))
    alike = fields.List(fields.Nested(TicketOnCard))
