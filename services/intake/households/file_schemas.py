"""Shapes of the whole file: agreements, vehicles, notes, history (RF-1, RF-5)."""

from services.intake.keys.schemas import KeyLine
from services.intake.keys.thing_schemas import ThingView
from shared.web import fields
from shared.web.schemas import Action, In, Out, Query

from .agreements import AgreementKind, AgreementState
from .register_schemas import LeaseView, TitleView
from .schemas import HouseholdView, PersonView


class AgreementFacts(In):
    title = fields.Text(max=200)
    number = fields.Text(max=64, allow_none=True)
    party = fields.Text(max=100, metadata={"description": "With whom of the household it was made"})
    begins = fields.Date()
    ends = fields.Date(allow_none=True)
    note = fields.Text(max=500, allow_none=True)


class RecordAgreement(AgreementFacts):
    kind = fields.Choice(AgreementKind, required=True)
    title = fields.Text(required=True, max=200)
    party = fields.Text(required=True, max=100)
    begins = fields.Date(required=True)


class AmendAgreement(AgreementFacts, Action):
    pass


class RenewAgreement(Action):
    begins = fields.Date(metadata={"description": "The day after the old end unless said"})
    ends = fields.Date(required=True)
    number = fields.Text(max=64)


class EndAgreement(Action):
    ended_on = fields.Date(required=True)
    reason = fields.Text(required=True, max=500)


class AgreementQuery(Query):
    site_id = fields.Id()
    household_id = fields.Id()
    state = fields.Choice(AgreementState)
    kind = fields.Choice(AgreementKind)
    ends_by = fields.Date()


class AgreementView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    household_id = fields.Id()
    unit_id = fields.Id()
    unit_code = fields.String()
    kind = fields.Choice(AgreementKind)
    state = fields.Choice(AgreementState)
    title = fields.String()
    number = fields.String(allow_none=True)
    party = fields.String()
    begins = fields.Date()
    ends = fields.Date(allow_none=True)
    ended_on = fields.Date(allow_none=True)
    reason = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    renews_id = fields.Id(allow_none=True)
    reminded_for = fields.Date(allow_none=True, metadata={"description": "The end that was told"})
    recorded_by_name = fields.String()


class VehicleFacts(In):
    description = fields.Text(max=100, allow_none=True)
    space = fields.Text(max=64, allow_none=True)
    card_number = fields.Text(max=32, allow_none=True)
    from_day = fields.Date(data_key="from", allow_none=True)
    to_day = fields.Date(data_key="to", allow_none=True)


class RecordVehicle(VehicleFacts):
    plate = fields.Text(required=True, max=32)


class AmendVehicle(VehicleFacts, Action):
    """A plate stays what it was: another plate is another vehicle."""


class VehicleQuery(Query):
    site_id = fields.Id()
    household_id = fields.Id()
    plate = fields.Text(max=32)


class VehicleView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    household_id = fields.Id()
    plate = fields.String()
    description = fields.String(allow_none=True)
    space = fields.String(allow_none=True)
    card_number = fields.String(allow_none=True)
    from_ = fields.Date(data_key="from", attribute="from_day", allow_none=True)
    to = fields.Date(attribute="to_day", allow_none=True)


class WriteFileNote(In):
    text = fields.Text(required=True, max=1000)


class FileNoteView(Out):
    id = fields.Id()
    text = fields.String()
    at = fields.Instant()
    by_name = fields.String()


class FileQuery(Query):
    as_of = fields.Date(metadata={"description": "The file as it was on this day; today unless said"})


class FileTicketView(Out):
    id = fields.Id()
    number = fields.String()
    kind = fields.String()
    state = fields.String()
    opened_at = fields.Instant()


class FileThingView(ThingView):
    """What of an entrusted thing stands in the file."""

    class Meta(ThingView.Meta):
        fields = ("id", "number", "kind", "description", "taken_at")


class ArrearsView(Out):
    bills = fields.Whole()
    amount = fields.Money()


class FileView(HouseholdView):
    as_of = fields.Date()
    arrears = fields.Nested(ArrearsView, allow_none=True, metadata={"description": "Unpaid; null: none was ever told"})
    titles = fields.List(fields.Nested(TitleView))
    leases = fields.List(fields.Nested(LeaseView))
    agreements = fields.List(fields.Nested(AgreementView))
    vehicles = fields.List(fields.Nested(VehicleView))
    notes = fields.List(fields.Nested(FileNoteView))
    keys = fields.List(fields.Nested(KeyLine))
    things = fields.List(fields.Nested(FileThingView))
    tickets = fields.List(fields.Nested(FileTicketView))


class FileChangeView(Out):
    id = fields.Id()
    subject = fields.String()
    subject_id = fields.Id()
    action = fields.String()
    before = fields.Dict()
    after = fields.Dict()
    at = fields.Instant()
    by_name = fields.String()


class HistoryView(Out):
    """Everybody who ever was something here, both registers with what was corrected, every change."""

    masked = fields.Flag()
    people = fields.List(fields.Nested(PersonView))
    titles = fields.List(fields.Nested(TitleView))
    leases = fields.List(fields.Nested(LeaseView))
    agreements = fields.List(fields.Nested(AgreementView))
    vehicles = fields.List(fields.Nested(VehicleView))
    changes = fields.List(fields.Nested(FileChangeView))
