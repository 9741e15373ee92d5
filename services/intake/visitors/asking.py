"""What the pages of the gate's book ask, in words, and which steps they offer (RD-11, RD-14, RD-16)."""

from services.intake.directory.page_forms import said
from services.intake.tickets.schemas import WithReason
from shared.web.pages import _
from shared.web.pages.forms import Ask, Step

from . import book_schemas, schemas, usecases
from .models import Document, HowAsked
from .parcels import Direction, ParcelKind

UNIT = Ask("unit", lambda: _("Unit"), required=True)
PLATE = Ask("plate", lambda: _("Number plate"), longest=32)
REASON = Ask("reason", lambda: _("Reason"), "area", required=True, longest=500)

VISITOR = (
    Ask("name", lambda: _("Name"), required=True),
    Ask("unit", lambda: _("Unit visited")),
    Ask("host_name", lambda: _("Or whom, where it is no unit")),
    Ask("purpose", lambda: _("What for"), required=True, longest=200),
    Ask("document", lambda: _("Document shown"), "choice", lambda: said(Document)),
    Ask("people", lambda: _("How many people"), "number"),
    Ask("phone", lambda: _("Phone"), longest=64),
    Ask("company", lambda: _("Company")),
    PLATE,
)
ANNOUNCED = (
    Ask("expected_from", lambda: _("Expected from"), "moment"),
    Ask("expected_until", lambda: _("Expected until"), "moment"),
)
MATERIAL = (
    UNIT,
    Ask("what", lambda: _("Which material"), required=True, longest=500),
    Ask("carrier_name", lambda: _("Who brings it")),
    PLATE,
    Ask("gate", lambda: _("Which gate"), longest=64),
)
PARCEL = (
    UNIT,
    Ask("kind", lambda: _("What it is"), "choice", lambda: said(ParcelKind), required=True),
    Ask("direction", lambda: _("For whom"), "choice", lambda: said(Direction), required=True),
    Ask("for_name", lambda: _("Name on it")),
    Ask("carrier", lambda: _("Carrier")),
    Ask("tracking", lambda: _("Tracking number"), longest=64),
    Ask("what", lambda: _("What"), longest=200),
    Ask("shelf", lambda: _("Shelf"), longest=32),
)

VISITOR_STEPS = {
    "contact": Step(
        lambda: _("I am ringing the host"),
        usecases.contact_host,
        schemas.ContactHost,
        (Ask("how", lambda: _("How"), "choice", lambda: said(HowAsked), required=True),),
    ),
    "welcome": Step(
        lambda: _("The host says yes"),
        usecases.welcome_visitor,
        schemas.WelcomeVisitor,
        (Ask("answered_by", lambda: _("Who said so")),),
    ),
    "take-message": Step(
        lambda: _("The host is away: take a message"),
        usecases.take_message,
        schemas.TakeMessage,
        (Ask("message", lambda: _("Message"), "area", required=True, longest=500),),
    ),
    "admit": Step(
        lambda: _("Let in"),
        usecases.admit_visitor,
        schemas.AdmitVisitor,
        (Ask("badge", lambda: _("Badge"), longest=32),),
    ),
    "leave": Step(lambda: _("Has left"), usecases.see_off),
    "turn-away": Step(lambda: _("Turn away"), usecases.turn_away, WithReason, (REASON,), aside=True),
    "arrive": Step(lambda: _("Is here, ask the host first"), usecases.arrive),
    "cancel": Step(lambda: _("Call the visit off"), usecases.cancel_visit, WithReason, (REASON,), aside=True),
}
ENQUIRY_STEPS = {
    "approve": Step(
        lambda: _("May come in"),
        usecases.approve_enquiry,
        book_schemas.ApproveEnquiry,
        (Ask("basis", lambda: _("Which approval it rests on"), required=True, longest=500),),
    ),
    "let-in": Step(lambda: _("Let in"), usecases.let_in),
    "refuse": Step(lambda: _("Refuse, and tell the owner"), usecases.refuse_enquiry, WithReason, (REASON,)),
    "withdraw": Step(lambda: _("They drove off"), usecases.withdraw_enquiry, WithReason, (REASON,), aside=True),
}
PARCEL_STEPS = {
    "collect": Step(
        lambda: _("Give out"),
        usecases.collect_parcel,
        book_schemas.CollectParcel,
        (
            Ask("collected_by", lambda: _("Who collects it"), required=True),
            Ask("code", lambda: _("Pick-up code"), longest=8),
            Ask("signed", lambda: _("Signed on the list"), "check"),
        ),
    ),
    "chase": Step(lambda: _("Remind now"), usecases.chase_parcel),
    "return": Step(lambda: _("Send back"), usecases.return_parcel, WithReason, (REASON,)),
}


def offered(thing, principal, known: dict[str, Step]) -> list[tuple[str, Step]]:
    """The steps of this thing that are open to this person now, in the order of its table."""
    return [(action, known[action]) for action in thing.allowed(principal) if action in known]
